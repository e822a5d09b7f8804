/* Sums of vectors by MPI_Allreduce, back to back, as `bench plane` does it; in place.
 *     mpicc -O2 mpi_all_reduce.c -o mpi_all_reduce && mpirun -n 2 mpi_all_reduce FLOATS...
 * Rank 0 prints a line for each length: floats, median and 99th percentile in milliseconds. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int count, char **words) {
    MPI_Init(&count, &words);
    int rank;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    for (int word = 1; word < count; word++) {
        int floats = atoi(words[word]);
        double wished = 3e8 / floats;
        int times = wished > 8000 ? 8000 : wished < 40 ? 40 : (int)wished;
        int warm = times / 5;
        float *vector = calloc(floats, sizeof(float));
        double *took = malloc(times * sizeof(double));
        for (int number = 0; number < warm + times; number++) {
            double before = MPI_Wtime();
            MPI_Allreduce(MPI_IN_PLACE, vector, floats, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
            if (number >= warm) {
                took[number - warm] = MPI_Wtime() - before;
            }
        }
        qsort(took, times, sizeof(double), ascending);
        if (rank == 0) {
            printf("%d %.6f %.6f\n", floats, 1e3 * took[(times - 1) / 2], 1e3 * took[(int)(0.99 * (times - 1))]);
        }
        free(vector);
        free(took);
    }
    MPI_Finalize();
    return 0;
}
