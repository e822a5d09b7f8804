#!/usr/bin/env bash
# Trains the same networks with one and with several workers, and by PyTorch's
# DistributedDataParallel over gloo, in turns, and prints medians of the rounds as a Markdown table.
#   deploy/bench/workers.sh [ROUNDS] [NETWORK,BATCH,STEPS ...]      (3 rounds; two networks)
# One thread in each worker, drawn digits, SGD. A run's speed is the median of the rows in the second
# half of its metrics.csv, when the compilers have done the most; few of them span an evaluation.
# PyTorch is Debian's python3-torch for /usr/bin/python3, and left out where it is missing.
# GLISSADE_BENCH_CASES chooses what is measured ("1 2,star 2,sharded 4,sharded gloo").
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
rounds="${1:-3}"
shift || true
read -r -a networks <<<"${*:-784-512-512-10,256,3000 784-2048-2048-10,512,150}"
read -r -a cases <<<"${GLISSADE_BENCH_CASES:-1 2,star 2,sharded 4,sharded gloo}"
work="$here/target"
mkdir -p "$work"
results="$work/workers.txt"
: >"$results"
export OMP_NUM_THREADS=1

say() { echo "workers: $*" >&2; }

glissade() {
    local widths="$1" batch="$2" steps="$3" workers="${4%,*}" averaging="${4#*,}"
    [ "$averaging" != "$workers" ] || averaging=auto
    rm -rf "$work/runs"
    "$here/../bin/glissade" train --quiet --out "$work/runs" --name one --optimizer sgd --model "$widths" \
        --batch "$batch" --steps "$steps" --log-every "$((steps / 300 + 1))" --workers "$workers" \
        --averaging "$averaging" >/dev/null 2>"$work/workers.err" || { say "failed: $(tail -1 "$work/workers.err")"; return; }
    awk -F, 'NR > 1 { speed[++rows] = $7 }
        END { from = int(rows / 2) + 1
              for (i = from; i <= rows; i++) for (j = i + 1; j <= rows; j++)
                  if (speed[j] < speed[i]) { swap = speed[i]; speed[i] = speed[j]; speed[j] = swap }
              printf "%.0f\n", speed[int((from + rows) / 2)] }' "$work/runs/one/metrics.csv"
}

gloo() {
    local port=$((20000 + RANDOM % 20000)) other
    /usr/bin/python3 "$here/gloo_ddp.py" 1 2 "$port" "$1" "$2" 2>"$work/gloo.err" &
    other=$!
    /usr/bin/python3 "$here/gloo_ddp.py" 0 2 "$port" "$1" "$2" 2>"$work/gloo.err" || say "gloo failed: $(tail -1 "$work/gloo.err")"
    wait "$other" || true
}

/usr/bin/python3 -c 'import torch' 2>/dev/null || { say "gloo is left out: no torch for /usr/bin/python3"; read -r -a cases <<<"${cases[*]/gloo/}"; }
for round in $(seq "$rounds"); do
    say "round $round of $rounds"
    for network in "${networks[@]}"; do
        IFS=, read -r widths batch steps <<<"$network"
        for case in ${cases[@]+"${cases[@]}"}; do
            if [ "$case" = gloo ]; then speed="$(gloo "$widths" "$batch")"; else speed="$(glissade "$widths" "$batch" "$steps" "$case")"; fi
            [ -z "$speed" ] || echo "$widths,$batch $case $speed" | tee -a "$results" >&2
        done
    done
done

# Medians over the rounds with least and greatest, as multiples of one worker's and of gloo's.
awk -v key_field=1 -v name_field=2 "$(cat "$here/rounds.awk")"'
    END {
        print "| network, batch | workers | samples/s | least .. greatest | to one | to gloo |"; print "|---|---|---|---|---|---|"
        for (k = 1; k <= keys; k++) for (p = 1; p <= count; p++) {
            n = sort(order[k], names[p])
            if (n == 0) continue
            own = sorted[int((n + 1) / 2)]; least = sorted[1]; greatest = sorted[n]
            printf "| %s | %s | %d | %d .. %d | %s | %s |\n", order[k], names[p], own, least, greatest,
                ratio(own, order[k], "1"), ratio(own, order[k], "gloo")
        }
    }' "$results"
