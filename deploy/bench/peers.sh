#!/usr/bin/env bash
# Trains the same networks with Glissade and with others, in turns, each on one thread and one core,
# and prints medians and ratios as a Markdown table. What a machine does not have is left out.
#   deploy/bench/peers.sh [ROUNDS] [PEER ...]      (5 rounds; tensorflow djl deeplearning4j pytorch)
# Maven fetches tensorflow (165 MB), djl (115 MB), deeplearning4j (146 MB); pytorch is Debian's
# python3-torch for /usr/bin/python3. The matrix product beside OpenBLAS: gemm.py.
# GLISSADE_BENCH_NETWORKS chooses networks, GLISSADE_BENCH_CORE the core (1).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
rounds="${1:-5}"
shift || true
peers=("${@:-tensorflow djl deeplearning4j pytorch}")
read -r -a peers <<<"${peers[*]}"
every_network="784-512-512-10,relu,128,sgd 784-512-512-10,relu,128,adam 784-30-10,sigmoid,10,sgd 784-16-16-10,sigmoid,10,sgd"
read -r -a networks <<<"${GLISSADE_BENCH_NETWORKS:-$every_network}"
core="${GLISSADE_BENCH_CORE:-1}"
work="$here/target"
mkdir -p "$work"
results="$work/results.txt"
: >"$results"

java=java
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    grep -qs '^JAVA_VERSION="25' "$candidate/release" && java="$candidate/bin/java" && break
done
export OMP_NUM_THREADS=1 TF_CPP_MIN_LOG_LEVEL=2 OPT_OUT_TRACKING=true

say() { echo "peers: $*" >&2; }

# Runs a command on one core; the lines it prints become results.
measure() {
    local peer="$1"
    shift
    { taskset -c "$core" "$@" 2>"$work/$peer.err" || say "$peer failed: $(tail -1 "$work/$peer.err")"; } |
        sed -n "s/^\([0-9][^ ]* [0-9.]*\)$/$peer \1/p" >>"$results"
}

libraries() {
    [ -d "$work/$1" ] || "$root/mvnw" -q -B -ntp -f "$here/pom.xml" "-P$1" \
        dependency:copy-dependencies "-DoutputDirectory=$work/$1" >"$work/$1.log" 2>&1 ||
        { rm -rf "${work:?}/$1"; say "$1 is left out: Maven could not fetch it, see $work/$1.log"; return 1; }
}

glissade_networks() {
    for network in "${networks[@]}"; do
        IFS=, read -r widths activation batch optimizer <<<"$network"
        taskset -c "$core" "$root/deploy/bin/glissade" bench train --json --model "$widths" --activation "$activation" \
            --batch "$batch" --optimizer "$optimizer" |
            sed -n "s/.*\"samples_per_second\" : \([0-9]*\).*/$network \1/p"
    done
}

present=()
for peer in "${peers[@]}"; do
    case "$peer" in
    pytorch) /usr/bin/python3 -c 'import torch' 2>/dev/null && present+=(pytorch) ||
        say "pytorch is left out: no torch for /usr/bin/python3" ;;
    *) libraries "$peer" && present+=("$peer") ;;
    esac
done

for round in $(seq "$rounds"); do
    say "round $round of $rounds"
    glissade_networks >"$work/glissade.out" && sed 's/^/glissade /' "$work/glissade.out" >>"$results"
    for peer in "${present[@]}"; do
        case "$peer" in
        tensorflow) measure tensorflow "$java" -cp "$work/tensorflow/*" "$here/TensorFlowPeer.java" "${networks[@]}" ;;
        djl) measure djl "$java" --enable-native-access=ALL-UNNAMED -cp "$work/djl/*" "$here/DjlPeer.java" "${networks[@]}" ;;
        deeplearning4j) measure deeplearning4j "$java" --enable-native-access=ALL-UNNAMED -cp "$work/deeplearning4j/*" "$here/Deeplearning4jPeer.java" "${networks[@]}" ;;
        pytorch) measure pytorch /usr/bin/python3 "$here/pytorch_peer.py" "${networks[@]}" ;;
        esac
    done
done

# Medians over the rounds, and Glissade's as multiples of the others'.
awk '
    { key = $2; if (!(key in seen)) { seen[key] = 1; order[++keys] = key }
      if (!($1 in peer)) { peer[$1] = 1; if ($1 != "glissade") names[++peers] = $1 }
      values[$1, key, ++count[$1, key]] = $3 }
    function median(name, key,   n, i, j, swap, sorted) {
        n = count[name, key]
        for (i = 1; i <= n; i++) sorted[i] = values[name, key, i]
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
            if (sorted[j] < sorted[i]) { swap = sorted[i]; sorted[i] = sorted[j]; sorted[j] = swap }
        return sorted[int((n + 1) / 2)]
    }
    END {
        print "| what | Glissade | other | | ratio |"; print "|---|---|---|---|---|"
        for (k = 1; k <= keys; k++) for (p = 1; p <= peers; p++)
            if (count[names[p], order[k]] > 0 && count["glissade", order[k]] > 0)
                printf "| %s | %s | %s | %s | %.2f |\n", order[k], median("glissade", order[k]),
                    names[p], median(names[p], order[k]), median("glissade", order[k]) / median(names[p], order[k])
    }' "$results"
