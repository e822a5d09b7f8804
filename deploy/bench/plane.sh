#!/usr/bin/env bash
# Sums vectors over Glissade's gradient plane, by PyTorch over gloo and by OpenMPI through shared
# memory, in turns, and prints medians of the rounds and ratios as a Markdown table.
#   deploy/bench/plane.sh [ROUNDS] [FLOATS ...]      (5 rounds; 13002 100000 1000000 10000000)
# PyTorch is Debian's python3-torch for /usr/bin/python3, OpenMPI its openmpi-bin and libopenmpi-dev;
# what is missing is left out. GLISSADE_BENCH_WORKERS is the number of processes (2),
# GLISSADE_BENCH_PLANE what of Glissade to measure ("sharded,ipc star,ipc sharded,udp");
# GLISSADE_BENCH_KEEP=1 adds to the rounds of earlier calls.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
glissade="$here/../bin/glissade"
rounds="${1:-5}"
shift || true
read -r -a lengths <<<"${*:-13002 100000 1000000 10000000}"
workers="${GLISSADE_BENCH_WORKERS:-2}"
read -r -a planes <<<"${GLISSADE_BENCH_PLANE:-sharded,ipc star,ipc sharded,udp}"
work="$here/target"
mkdir -p "$work"
results="$work/plane.txt"
[ -n "${GLISSADE_BENCH_KEEP:-}" ] || : >"$results"
joined="$(IFS=,; echo "${lengths[*]}")"
export OMP_NUM_THREADS=1

say() { echo "plane: $*" >&2; }

plane() {
    IFS=, read -r averaging transport <<<"$1"
    "$glissade" bench plane --json --workers "$workers" --averaging "$averaging" --transport "$transport" \
        --floats "$joined" >"$work/plane.json" || { say "glissade $1 failed"; return; }
    sed -n 's/.*"\(floats\|median_ms\|p99_ms\|correct\)" : \([a-z0-9.E-]*\).*/\1 \2/p' "$work/plane.json" |
        awk -v peer="glissade,$1" '
            $1 == "floats" { floats = $2 } $1 == "median_ms" { median = $2 } $1 == "p99_ms" { p99 = $2 }
            $1 == "correct" { if ($2 == "true") print peer, floats, median, p99 }' >>"$results"
}

gloo() {
    local port=$((20000 + RANDOM % 20000)) others=()
    for rank in $(seq 1 $((workers - 1))); do
        /usr/bin/python3 "$here/gloo_all_reduce.py" "$rank" "$workers" "$port" "${lengths[@]}" 2>"$work/gloo.err" &
        others+=($!)
    done
    /usr/bin/python3 "$here/gloo_all_reduce.py" 0 "$workers" "$port" "${lengths[@]}" 2>"$work/gloo.err" |
        sed 's/^/gloo /' >>"$results" || say "gloo failed: $(tail -1 "$work/gloo.err")"
    wait "${others[@]}" || true
}

mpi() {
    mpirun --allow-run-as-root --oversubscribe -n "$workers" "$work/mpi_all_reduce" "${lengths[@]}" 2>"$work/mpi.err" |
        sed 's/^/openmpi /' >>"$results" || say "openmpi failed: $(tail -1 "$work/mpi.err")"
}

peers=()
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then peers+=(gloo); else say "gloo is left out: no torch for /usr/bin/python3"; fi
if command -v mpicc >/dev/null && command -v mpirun >/dev/null; then
    mpicc -O2 "$here/mpi_all_reduce.c" -o "$work/mpi_all_reduce" && peers+=(mpi)
else
    say "openmpi is left out: no mpicc and mpirun"
fi

for round in $(seq "$rounds"); do
    say "round $round of $rounds"
    for plane in "${planes[@]}"; do plane "$plane"; done
    for peer in ${peers[@]+"${peers[@]}"}; do "$peer"; done
done

# Medians over the rounds, in milliseconds, with the least and the greatest; ratios to the peers.
awk -v key_field=2 -v name_field=1 "$(cat "$here/rounds.awk")"'
    END {
        print "| floats | what | median ms | least .. greatest | to gloo | to OpenMPI |"; print "|---|---|---|---|---|---|"
        for (k = 1; k <= keys; k++) for (p = 1; p <= count; p++) {
            n = sort(order[k], names[p])
            if (n == 0) continue
            own = sorted[int((n + 1) / 2)]; least = sorted[1]; greatest = sorted[n]
            gloo = names[p] == "gloo" ? "" : ratio(own, order[k], "gloo")
            mpi = names[p] == "openmpi" ? "" : ratio(own, order[k], "openmpi")
            printf "| %d | %s | %.4f | %.4f .. %.4f | %s | %s |\n", order[k], names[p], own, least, greatest, gloo, mpi
        }
    }' "$results"
