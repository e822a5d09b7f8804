# What several rounds came to: lines of a key and a name, in the fields that -v key_field and -v name_field
# say, and a figure in the third. The program that follows makes its table of order[1..keys], names[1..count].
{
    if (!($key_field in seen)) { seen[$key_field] = 1; order[++keys] = $key_field }
    if (!($name_field in known)) { known[$name_field] = 1; names[++count] = $name_field }
    values[$key_field, $name_field, ++rounds[$key_field, $name_field]] = $3
}

# Leaves the figures of a name in sorted[1..n] and returns n, their number.
function sort(key, name,   n, i, j, swap) {
    n = rounds[key, name]
    for (i = 1; i <= n; i++) sorted[i] = values[key, name, i]
    for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
        if (sorted[j] < sorted[i]) { swap = sorted[i]; sorted[i] = sorted[j]; sorted[j] = swap }
    return n
}

function median(key, name,   n) { n = sort(key, name); return sorted[int((n + 1) / 2)] }

# How a figure compares to the median of another name; empty where there is none.
function ratio(own, key, name) { return rounds[key, name] > 0 ? sprintf("%.2f", own / median(key, name)) : "" }
