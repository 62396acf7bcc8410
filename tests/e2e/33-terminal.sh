# 33-terminal.sh -- what a person sees at a terminal: tail in colours and in
# lines that fit, top live, and a terminal that is given back as it was.
. "$(dirname "$0")/lib.sh"
stories=$tests/data/stories.jsonl
esc=$(printf '\033')
export TERM=xterm
unset NO_COLOR

# on ROWS COLUMNS COMMAND...: its script is standard input.
on() {
	timeout 120 python3 -B "$tests/e2e/terminal.py" "$@" 2>&1
}

start run "$cw" run --data "$data" -o http=off "$stories"
run=$pid
wait_until 60 committed 8 || fail "the stories are read" "$(cat "$tmp/run.err")"
"$cw" status --data "$data" --json > "$tmp/status"
head=$(json "$tmp/status" "d[0]['store']['head']")

# tail, where nobody looks: a line a change, and no colours.
tail_all() {
	timeout 60 "$cw" tail --data "$data" --since 0 --limit "$head" "$@"
}
tail_all > "$tmp/plain"
is "without a terminal it is a line a change" "$(wc -l < "$tmp/plain")" "$head"
is "without colours" "$(grep -c "$esc" "$tmp/plain")" 0
tail_all --color=always > "$tmp/always"
is "colours on demand leave it a line a change" \
    "$(wc -l < "$tmp/always")" "$head"
check "and change nothing else" cmp "$tmp/plain" \
    <(sed "s/$esc\[[0-9;]*m//g" "$tmp/always")
has "they are there" "$(cat "$tmp/always")" "$esc[32mclaim.corroborated"
code "another word is refused" 1 \
    "$cw" tail --data "$data" --color=sometimes

# tail on a terminal.
on 30 70 "$cw" tail --data "$data" --since 0 --limit "$head" \
    < /dev/null > "$tmp/tail"
has "on a terminal there are colours" "$(cat "$tmp/tail")" \
    "$esc[32mcorroborated"
has "the speaker stands out" "$(cat "$tmp/tail")" "$esc[1mIda Solberg:"
widest() {
	sed "s/$esc\[[0-9;]*m//g" "$1" | tr -d '\r' | python3 -c '
import sys
print(max(len(l.rstrip("\n")) for l in sys.stdin))'
}
check "no line is wider than the terminal" [ "$(widest "$tmp/tail")" -le 70 ]
check "text is wrapped" [ "$(wc -l < "$tmp/tail")" -gt "$head" ]
has "it ends well" "$(cat "$tmp/tail")" "status 0"
NO_COLOR=1 on 30 70 "$cw" tail --data "$data" --since 0 --limit 5 \
    < /dev/null > "$tmp/tail"
is "NO_COLOR is respected" "$(grep -c "$esc" "$tmp/tail")" 0
on 30 70 "$cw" tail --data "$data" --since 0 --limit 5 --color=never \
    < /dev/null > "$tmp/tail"
is "so is --color=never" "$(grep -c "$esc" "$tmp/tail")" 0

# Since a time.
timeout 60 "$cw" tail --data "$data" --since 0 --json --limit "$head" \
    > "$tmp/all"
timeout 60 "$cw" tail --data "$data" --since 2000-01-01T00:00:00Z --json \
    --limit "$head" > "$tmp/since"
check "since a time before all is since 0" cmp "$tmp/all" "$tmp/since"
at=$(json "$tmp/all" "d[-1]['at']")
want=$(json "$tmp/all" "[c['seq'] for c in d if c['at'] >= '$at'][0]")
timeout 60 "$cw" tail --data "$data" --since "$at" --json --limit 1 \
    > "$tmp/since"
is "since a time is since the last change before it" \
    "$(json "$tmp/since" "d[0]['seq']")" "$want"
code "what is no time is refused" 1 \
    "$cw" tail --data "$data" --since yesterday

# Hostile text steers no terminal.
printf '%s\n' '{"id":"h1","outlet":"Valley Echo","title":"x\u001b[2Jy\u202ez",
"text":"“We \u001b]0;owned\u0007 will reopen the bridge,” said Ida Solberg."}' |
    tr -d '\n' > "$tmp/hostile.jsonl"
"$cw" drain --data "$data" > "$tmp/drain" 2>&1
wait_until 30 ended "$run" || fail "the run ends"
check "a hostile story is read" "$cw" run --once --data "$data" \
    -o http=off "$tmp/hostile.jsonl"
start run "$cw" run --data "$data" -o http=off
run=$pid
wait_until 30 "$cw" tail --data "$data" --since 0 --limit 1 ||
    fail "the feed is back" "$(cat "$tmp/run.err")"
on 30 70 "$cw" tail --data "$data" --since "$head" --limit 2 \
    < /dev/null > "$tmp/tail"
has "the story is told" "$(cat "$tmp/tail")" "Ida Solberg"
is "without what it would do" \
    "$(sed "s/$esc\[[0-9;]*m//g" "$tmp/tail" | grep -c "$esc")" 0

# top, where nobody looks.
code "without a terminal top prints once and ends" 0 \
    "$cw" top --data "$data"
has "with the accounts" "$(cat "$tmp/code.out")" "accepted 9 = committed 9"
has "with the processes" "$(cat "$tmp/code.out")" "2 up for"
has "with changes" "$(cat "$tmp/code.out")" "Ida Solberg"
is "without anything but text" "$(grep -c "$esc" "$tmp/code.out")" 0
code "without a pipeline it says so" 0 "$cw" top --data "$tmp/nothing"
has "in words" "$(cat "$tmp/code.out")" "away"

# top, live.
on 24 80 "$cw" top --data "$data" > "$tmp/top" << 'END'
expect accepted 9 = committed 9
expect articles/s committed
size 10 60
expect accepted 9
type q
END
has "q ends it" "$(cat "$tmp/top")" "status 0"
has "the screen is another one" "$(cat "$tmp/top")" "$esc[?1049h"
has "and the usual one is back" "$(cat "$tmp/top")" "$esc[?1049l"
has "the terminal is as it was" "$(cat "$tmp/top")" "settings kept"
tail -c 6000 "$tmp/top" | tr -d '\r' | awk -v RS="$esc\\\\[H" 'END {
	printf "%s", $0 }' | sed "/^status/,\$d; s/$esc\[[0-9;?]*[A-Za-z]//g" \
    > "$tmp/frame"
check "a smaller screen is not overfilled" \
    [ "$(wc -l < "$tmp/frame")" -le 11 ]
check "nor too wide" [ "$(widest "$tmp/frame")" -le 60 ]
printf 'expect accepted\ntype \\x03\n' |
    on 24 80 "$cw" top --data "$data" > "$tmp/top"
has "Ctrl-C ends it" "$(cat "$tmp/top")" "settings kept"
for sig in SIGTERM SIGHUP; do
	printf 'expect accepted\nsignal %s\n' $sig |
	    on 24 80 "$cw" top --data "$data" > "$tmp/top"
	has "$sig ends it with the terminal as it was" \
	    "$(tail -n 2 "$tmp/top" | tr '\n' ' ')" "status 0 settings kept"
	has "$sig: on the usual screen" "$(cat "$tmp/top")" "$esc[?1049l"
done
"$cw" drain --data "$data" > "$tmp/drain" 2>&1
finish
