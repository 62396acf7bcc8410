# lib.sh -- what the end-to-end scripts share: a throwaway data folder, real
# processes, waiting for conditions, and results that tests/check.sh counts.
# Sourced with BUILD naming the build folder.
set -u
BUILD=$(realpath "${BUILD:-build}")
cw=$BUILD/claimwire
tests=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
tmp=$(mktemp -d /tmp/claimwire-e2e-XXXXXX)
data=$tmp/data
failures=0
started=()

# Configuration of whoever runs the tests must not change them.
export XDG_CONFIG_HOME=$tmp/config XDG_DATA_HOME=$tmp/share
for v in $(env | sed -n 's/^\(CLAIMWIRE_[A-Z_]*\)=.*/\1/p'); do
	unset "$v"
done
export CLAIMWIRE_LOG_LEVEL=warn

cleanup() {
	for pid in ${started[@]+"${started[@]}"}; do
		kill -KILL "$pid" 2> /dev/null
		wait "$pid" 2> /dev/null
	done
	rm -rf "$tmp"
}
trap cleanup EXIT

pass() {
	echo "ok - $1"
}

# fail NAME [WHY]
fail() {
	echo "not ok - $1"
	[ $# -lt 2 ] || printf '    %s\n' "$2"
	failures=$((failures + 1))
}

# check NAME COMMAND...: it passes when the command succeeds.
check() {
	local name=$1
	shift
	if "$@" > "$tmp/check.out" 2>&1; then
		pass "$name"
	else
		fail "$name" "$* => $?: $(head -c 2000 "$tmp/check.out")"
	fi
}

# is NAME GOT WANT
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got: $2"
		printf '    want: %s\n' "$3"
	fi
}

# has NAME TEXT PART: PART occurs in TEXT.
has() {
	if [[ $2 == *"$3"* ]]; then
		pass "$1"
	else
		fail "$1" "\"$3\" is not in: ${2:0:2000}"
	fi
}

# code NAME WANT COMMAND...: the command ends with this exit code.
code() {
	local name=$1 want=$2 got
	shift 2
	"$@" > "$tmp/code.out" 2>&1
	got=$?
	if [ "$got" -eq "$want" ]; then
		pass "$name"
	else
		fail "$name" "exit code $got, not $want: $(head -c 2000 "$tmp/code.out")"
	fi
}

# skip WHY: end here, without a failure.
skip() {
	echo "skip - $(basename "$0"): $1"
	exit 0
}

# start NAME COMMAND...: in the background; its pid is in $pid, what it says
# in $tmp/NAME.out and $tmp/NAME.err.
start() {
	local name=$1
	shift
	"$@" > "$tmp/$name.out" 2> "$tmp/$name.err" &
	pid=$!
	started+=("$pid")
}

# python_with MODULE...: the python3 that has them; Debian's own may not be the
# first one.
python_with() {
	local python
	for python in python3 /usr/bin/python3; do
		if "$python" -c "import $(IFS=,; echo "$*")" 2> /dev/null; then
			echo "$python"
			return
		fi
	done
	return 1
}

# ended PID: is the process gone?
ended() {
	! kill -0 "$1" 2> /dev/null
}

# wait_until SECONDS COMMAND...: until the command succeeds; 1 when it never
# did.
wait_until() {
	local end=$((SECONDS + $1))
	shift
	until "$@" > /dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# json FILE EXPRESSION: a Python expression over the list of its JSON Lines, d.
json() {
	python3 -c '
import json, sys
d = [json.loads(l) for l in open(sys.argv[1]) if l.strip()]
print(eval(sys.argv[2]))' "$1" "$2"
}

# field NAME: a member of the producer's accounts.
field() {
	"$BUILD/claimwire-producer" accounts --json --data "$data" \
	    > "$tmp/accounts.json" 2> "$tmp/accounts.err"
	json "$tmp/accounts.json" "d[0]['$1'] if d else 0"
}

# committed N: are N articles committed?
committed() {
	[ "$(field committed)" -ge "$1" ]
}

# The scripts end with this.
finish() {
	[ "$failures" -eq 0 ]
	exit
}
