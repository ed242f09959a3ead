# SPDX-License-Identifier: MIT
# From `avr-objdump -d` of an image, the most stack it can ever use, in bytes: the deepest path of calls from main()
# with the deepest interrupt on top (none of them lets another in). -v return_size=2, or 3 on a chip with more than
# 128 KiB of flash. Exits 1 and says why when no bound can be given.

function hexadecimal(text,    i, value) {
    text = tolower(text)
    sub(/^0x/, "", text)
    value = 0
    for (i = 1; i <= length(text); i++) {
        value = 16 * value + index("0123456789abcdef", substr(text, i, 1)) - 1
    }
    return value
}

# Return the stack, in bytes, that `name` and its callees use below its return address.
function depth(name,    i, parts, count, jumps, below, most) {
    if (name in known) {
        return known[name]
    }
    if (name in active || name in indirect) {
        print "no bound: " name (name in active ? " calls itself" : " calls through a pointer") > "/dev/stderr"
        failed = 1
        return 0
    }
    active[name] = 1
    most = 0
    count = split(calls[name], parts, " ")
    for (i = 1; i <= count; i++) {
        below = return_size + depth(parts[i])
        if (below > most) {
            most = below
        }
    }
    # A jump uses no stack, and neither does a loop of jumps, as in libgcc.
    jumps = split(leaps[name], parts, " ")
    for (i = 1; i <= jumps; i++) {
        below = parts[i] in active ? 0 : depth(parts[i])
        if (below > most) {
            most = below
        }
    }
    delete active[name]
    known[name] = frame[name] + most
    return known[name]
}

/^[0-9a-f]+ <[^>]*>:$/ {
    name = substr($2, 2, length($2) - 3)
    framing = 0
    next
}

{
    split($0, columns, "\t")
    instruction = columns[3]
    operands = columns[4]
}

instruction == "push" {
    frame[name]++
}

# A frame: r28:r29 is loaded from the stack pointer, made smaller, and stored back.
instruction == "in" && operands ~ /^r28, 0x3d/ {
    framing = 1
}
framing && instruction == "sbiw" && operands ~ /^r28,/ {
    split(operands, words, /[, ]+/)
    frame[name] += hexadecimal(words[2])
}
framing && instruction == "subi" && operands ~ /^r28,/ {
    split(operands, words, /[, ]+/)
    frame[name] += hexadecimal(words[2])
}
framing && instruction == "sbci" && operands ~ /^r29,/ {
    split(operands, words, /[, ]+/)
    frame[name] += 256 * hexadecimal(words[2])
}
instruction == "out" && operands ~ /^0x3d, r28/ {
    framing = 0
}

# A call to the next instruction only reserves stack.
instruction == "rcall" && operands ~ /^\.\+0[ \t]*$/ {
    frame[name] += return_size
    next
}

instruction ~ /^e?icall$/ {
    indirect[name] = 1
}

# Calls, and jumps to another function. Address 0 is called where a weak function is not there (the core's
# serialEventRun), behind a question whether it is; jumped to, it is a reset.
instruction ~ /^(call|rcall|jmp|rjmp|br..)$/ && match($0, /<[^>]*>/) {
    target = substr($0, RSTART + 1, RLENGTH - 2)
    sub(/\+0x.*/, "", target)
    if (target != name && target != "__vectors") {
        if (instruction ~ /call/) {
            calls[name] = calls[name] " " target
        } else {
            leaps[name] = leaps[name] " " target
        }
    }
}

END {
    for (name in frame) {
        if (name ~ /^__vector_[0-9]+$/ && return_size + depth(name) > interrupt) {
            interrupt = return_size + depth(name)
        }
    }
    bound = return_size + depth("main") + interrupt
    if (!("main" in calls) || failed) {
        exit 1
    }
    print bound
}
