# 09-newcomer.sh -- what somebody meets who has never seen it: where things are,
# what went wrong in words, and no silence that looks like a fault.
. "$(dirname "$0")/lib.sh"
export TERM=xterm
mkdir "$tmp/stories"
printf 'Outlet: Harbour Post\n\nMayor Ann Field said the bridge was safe.\n' \
    > "$tmp/stories/a.txt"
printf '%%PDF-1.4\n' > "$tmp/stories/b.pdf"

# ---- run, on a terminal ----

unset CLAIMWIRE_LOG_LEVEL
printf '%s\n' 'expect page at http://127.0.0.1:' 'expect Ctrl-C ends it' \
    'expect 1 of 1' 'type \x03' end |
    timeout 120 python3 -B "$tests/e2e/terminal.py" 30 100 "$cw" run \
        --data "$data" -o http=127.0.0.1:0 "$tmp/stories" > "$tmp/run" 2>&1
run=$(tr -d '\r' < "$tmp/run")
has "what was refused is told plainly, with its remedy" "$run" \
    " producer: refused file=$tmp/stories/b.pdf: a PDF; save its text as UTF-8"
has "where the store is" "$run" "the store is $data/claims.db"
has "what it came to" "$run" "accepted 1, committed 1, dead 0, pending 0"
has "Ctrl-C ends it well" "$run" "status 5"

# ---- run, into a file ----

start run "$cw" run --data "$data" -o http=127.0.0.1:0
has "without a source it says where articles come from" \
    "$(wait_until 30 grep "POST" "$tmp/run.err"; cat "$tmp/run.err")" \
    "no SOURCE was named"
run=$pid
up() {
	"$cw" status --data "$data" --json > "$tmp/status" &&
	    [ "$(json "$tmp/status" "bool(d[0]['sink'] and d[0]['run'])")" = True ]
}
wait_until 30 up
kill -KILL "$(json "$tmp/status" "d[0]['sink']['pid']")"
check "a role that is killed is said to be started again" wait_until 30 \
    grep -q 'msg="a process died and is started again" child=sink' "$tmp/run.err"
kill -INT "$run"
wait_until 30 ended "$run"
is "a stop has no alarm" "$(grep -c died "$tmp/run.err")" 1

# The usual port is taken, by us unless another listens there. Addresses are
# reused: the connections of the run before may linger, and would forbid us
# the port without holding it against the next sink.
python3 -c '
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    s.bind(("127.0.0.1", 8787))
    s.listen()
except OSError:
    pass
print("ready", flush=True)
sys.stdin.read()' < <(sleep 120) > "$tmp/taken" &
started+=($!)
wait_until 30 grep -q ready "$tmp/taken"
"$cw" run --once --data "$data" "$tmp/stories" 2> "$tmp/other"
has "another port than the usual one is said" "$(cat "$tmp/other")" \
    "the usual address is in use, the page has another"

# ---- nothing runs ----

# soon COMMAND...: it ends within 4 seconds with code 4.
soon() {
	timeout 4 "$@" > "$tmp/soon" 2>&1
	[ $? -eq 4 ]
}
for command in drain "scale 2" tail; do
	# shellcheck disable=SC2086
	check "$command without a pipeline says so soon" \
	    soon "$cw" $command --data "$data"
done

began=$(date +%s%N)
has "status says that nobody is there" \
    "$("$cw" status --data "$data")" "sink       away"
check "at once" [ $((($(date +%s%N) - began) / 1000000)) -lt 900 ]

# ---- words ----

is "help is --help" "$("$cw" help)" "$("$cw" --help)"
is "help of a command, too" "$("$cw" help tail)" "$("$cw" tail --help)"
is "and of a role's" "$("$cw" help read)" "$("$cw" read --help)"
code "an unknown command" 1 "$cw" hlep
is "is named, and that is all" "$(wc -l < "$tmp/code.out")" 1
"$cw" search --data "$data" '(' > "$tmp/out" 2> "$tmp/err"
is "a search that cannot be has no table" "$(cat "$tmp/out")" ""
has "but a reason" "$(cat "$tmp/err")" "no word to search for"
code "an address of this machine is refused" 5 env no_proxy='*' \
    "$cw" read http://127.0.0.1:1/news.xml
has "and what to do is told" "$(cat "$tmp/code.out")" \
    "set fetch_private = yes if it is yours"
"$cw" extract "$tmp/stories/a.txt" > /dev/null 2> "$tmp/err"
has "extract says how a text becomes a record" "$(cat "$tmp/err")" \
    "claimwire read FILE | claimwire extract"
is "and that works" "$("$cw" read "$tmp/stories/a.txt" | "$cw" extract |
    grep -c 'the bridge was safe')" 1

# ---- the README's daily use, as it stands there ----

command -v curl > /dev/null || skip "curl is not installed"
port=$(python3 -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
export CLAIMWIRE_HTTP=127.0.0.1:$port HOME=$tmp/home PATH=$BUILD:$PATH
unset XDG_DATA_HOME
mkdir "$HOME"
cd "$HOME" || exit 1
printf '%s\n' '<!doctype html><title>The weir holds</title><article><h1>The weir' \
    'holds</h1><p>The weir holds, Mayor Ann Field said on Monday, and it will' \
    'hold for years to come.</p><p>Nobody in the room asked her how she knew' \
    'that.</p></article>' > page.html
data=$HOME/.local/share/claimwire

# daily LINE: run it; what follows for ever, until it has said something.
daily() {
	case $1 in
	*' &')
		(eval "exec 2> $tmp/daily.err; ${1%&}") &
		started+=($!)
		wait_until 60 curl -sf "127.0.0.1:$port/health/ready"
		;;
	*feed=sse* | *' tail '*)
		eval "exec $1" > "$tmp/endless" 2>&1 & # no shell between us
		started+=($!)
		wait_until 30 grep -q -e '^data: ' -e ' claim.new ' "$tmp/endless"
		;;
	*)
		eval "$1" > "$tmp/daily.out" 2>&1 && [ -s "$tmp/daily.out" ]
		;;
	esac
}
sed '1,/^## Daily use/d' "$tests/../README.md" | sed '1,/^```sh/d; /^```/,$d' |
    sed "s/ *#.*//; s/127.0.0.1:8787/127.0.0.1:$port/" > "$tmp/lines"
n=0
while read -r line <&3; do
	case $line in
	"make install") continue ;;
	sqlite3*)
		command -v sqlite3 > /dev/null || continue
		;;
	*show*) wait_until 30 committed 1 ;;
	esac
	n=$((n + 1))
	check "README: $line" daily "$line"
done 3< "$tmp/lines"
check "all of it" [ "$n" -ge 8 ]
finish
