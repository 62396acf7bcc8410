#!/bin/sh
# follow.sh FILE [URL [continuous|sse|longpoll]] -- every change, a JSON object
# a line, into FILE, with curl (and jq for longpoll).
#
# FILE is its own cursor: it goes on after the last line that is whole.  Stop
# it with Ctrl-C, or all of its processes at once (kill -- -PID).
set -eu
file=${1:?usage: follow.sh FILE [URL [continuous|sse|longpoll]]}
url=${2:-http://127.0.0.1:8787}
feed=${3:-continuous}

# get PARAMETERS: the answer, as it comes; nothing on an error.
get() {
	curl --silent --no-buffer --fail --get "$url/changes" "$@"
}

# Changes alone, one a line: no heartbeats, no checkpoints.
follow() {
	case $feed in
	continuous) get -d feed=continuous -d "since=$1" |
	    grep --line-buffered '"seq":' ;;
	sse) get -d feed=sse -d "since=$1" |
	    sed -un 's/^data: \(.*"seq":.*\)/\1/p' ;;
	longpoll) get -d feed=longpoll -d "since=$1" -d timeout=60s |
	    jq -c '.changes[]' ;;
	esac
}

touch "$file"
while :; do
	# Killed within a line?  The line goes, its change comes again.
	[ -z "$(tail -c 1 "$file")" ] || sed -i '$d' "$file"
	id=$(tail -n 1 "$file" | grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4)
	case $(curl -so /dev/null -w '%{http_code}' --get "$url/changes" \
	    -d "since=${id:-0}" -d limit=1 || :) in
	200) follow "${id:-0}" >> "$file" || : ;;
	410) # The store was replaced: what is in FILE means nothing now.
		mv "$file" "$file.old"
		: > "$file"
		;;
	*) echo "follow.sh: $url does not answer, will try again" >&2 ;;
	esac
	[ "$feed" = longpoll ] || sleep 1
done
