package glissade.protocol;

import glissade.plane.MeshAddress;

/**
 * One rank's end of the streams between the workers.
 *
 * @param session of its stream in the generation that begins
 * @param address where the others reach it
 */
public record MeshEnd(int session, MeshAddress address) {}
