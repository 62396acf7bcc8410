# 02-commands.sh -- every command prints what it should, in every form.
. "$(dirname "$0")/lib.sh"
stories=$tests/data/stories.jsonl

"$cw" run --once --data "$data" "$stories" > "$tmp/run" 2>&1 ||
    fail "the stories are read" "$(cat "$tmp/run")"

# lines NAME COMMAND...: every line it prints is a JSON object.
lines() {
	local name=$1
	shift
	if "$@" > "$tmp/lines" 2> "$tmp/lines.err" && [ -s "$tmp/lines" ] &&
	    [ "$(json "$tmp/lines" "all(type(o) is dict for o in d)")" = True ]
	then
		pass "$name"
	else
		fail "$name" "$(head -c 500 "$tmp/lines" "$tmp/lines.err")"
	fi
}

# rows NAME COMMAND...: it prints CSV, every row as long as the first.
rows() {
	local name=$1
	shift
	"$@" > "$tmp/rows" 2> "$tmp/rows.err"
	is "$name" "$(python3 -c '
import csv, sys
r = list(csv.reader(open(sys.argv[1], newline="")))
print(len(r) > 1 and len({len(x) for x in r}) == 1)' "$tmp/rows")" True
}

for c in run read extract tail claims show speakers search trace status scale \
    drain dead export rebuild reextract backup check conf; do
	code "$c --help" 0 "$cw" "$c" --help
done
code "--help" 0 "$cw" --help
code "--version" 0 "$cw" --version
code "no command at all" 1 "$cw"
code "an unknown command" 1 "$cw" nonsense
code "an unknown option" 1 "$cw" claims --nonsense
code "an unknown kind" 1 "$cw" claims --data "$data" --kind nonsense
code "no store yet" 3 "$cw" claims --data "$tmp/none"
check "options may stand before the command" \
    "$cw" --data "$data" -o log_level=err claims

lines "read" "$cw" read "$stories"
is "read prints every story" "$(json "$tmp/lines" "len(d)")" 8
lines "extract" "$cw" extract "$stories"
is "extract answers every story" "$(json "$tmp/lines" "len(d)")" 8
is "extract reads standard input too" \
    "$("$cw" read "$stories" | "$cw" extract - | wc -l)" 8
"$cw" extract --layers "$stories" > "$tmp/lines"
is "layers say what every token is" "$(json "$tmp/lines" "all(t['lemma'] and t['upos'] and t['deprel'] and -1 <= t['head'] < len(x['layers']['tokens']) for x in d for t in x['layers']['tokens'])")" True
word() { printf '%s\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n' "$1" "$2"; }
{
	echo "# sent_id = mill"
	word 1 She
	word 2-3 "didn't"
	word 2 did
	word 3 "n't"
	word 4 sell
	word 5 mills
	echo
} > "$tmp/mill.conllu"
is "CoNLL-U keeps its words and gets lemmas" \
    "$("$cw" extract --conllu "$tmp/mill.conllu" | cut -f 1-4 | tr '\n\t' '; ')" \
    "# sent_id = mill;1 She she PRON;2-3 didn't _ _;2 did do AUX;3 n't not PART;4 sell sell VERB;5 mills mill NOUN;;"
printf '1\tone\n\n' | cat - "$tmp/mill.conllu" > "$tmp/part.conllu"
code "CoNLL-U with a fault in one sentence" 5 \
    "$cw" extract --conllu "$tmp/part.conllu"
is "the other sentence is printed" \
    "$("$cw" extract --conllu "$tmp/part.conllu" 2> "$tmp/why" | grep -c VERB)" 1
is "and the fault has its line" "$(grep -c 'line 1: not ten columns' "$tmp/why")" 1

lines "claims --json" "$cw" claims --data "$data" --json
n=$(wc -l < "$tmp/lines")
id=$(json "$tmp/lines" "[c['id'] for c in d if 'bridge will' in c['text']][0]")
rows "claims --csv" "$cw" claims --data "$data" --csv
is "a row a claim" "$("$cw" claims --data "$data" | wc -l)" "$((n + 1))"
is "--limit" "$("$cw" claims --data "$data" --json --limit 2 | wc -l)" 2
lines "--speaker" "$cw" claims --data "$data" --json --speaker solberg
is "only hers" "$(json "$tmp/lines" \
    "all('Solberg' in c['speaker']['name'] for c in d)")" True
lines "--outlet" "$cw" claims --data "$data" --json --outlet "Valley Echo"
lines "--kind" "$cw" claims --data "$data" --json --kind direct
is "only direct ones" "$(json "$tmp/lines" \
    "{c['kind'] for c in d}")" "{'direct'}"
lines "--min-origins" "$cw" claims --data "$data" --json --min-origins 2
is "only those" "$(json "$tmp/lines" "all(c['origins'] >= 2 for c in d)")" True
lines "--q" "$cw" claims --data "$data" --json --q "bridge winter"

lines "search" "$cw" search --data "$data" --json bridge winter
is "the best comes first" "$(json "$tmp/lines" "d[0]['id']")" "$id"
rows "search --csv" "$cw" search --data "$data" --csv bridge
code "search without a word" 1 "$cw" search --data "$data" '...'
lines "speakers --json" "$cw" speakers --data "$data" --json
rows "speakers --csv" "$cw" speakers --data "$data" --csv
has "speakers" "$("$cw" speakers --data "$data" solberg)" "Ida Solberg"

lines "show --json" "$cw" show --data "$data" --json "$id"
is "with its mentions" "$(json "$tmp/lines" "len(d[0]['mentions'])")" 3
has "show" "$("$cw" show --data "$data" "$id")" "Capital Dispatch"
has "show --why names the worker" "$("$cw" show --data "$data" --why "$id")" \
    "worker"
lines "show --why --json" "$cw" show --data "$data" --why --json "$id"
is "which lease, engine and rule" "$(json "$tmp/lines" \
    "all(w['found_by']['job'] > 0 and w['mention']['rule'] for w in d[0]['why'])")" \
    True
code "show of what is not there" 3 "$cw" show --data "$data" c999999
code "show of no id" 1 "$cw" show --data "$data" nonsense

has "trace" "$("$cw" trace --data "$data" hl-1)" "committed"
lines "trace --json" "$cw" trace --data "$data" --json hl-1
code "trace of what is not there" 3 "$cw" trace --data "$data" nonsense
has "status" "$("$cw" status --data "$data")" "accepted 8 = committed 8"
lines "status --json" "$cw" status --data "$data" --json
is "nobody is at home" "$(json "$tmp/lines" \
    "[d[0][k] for k in ('run', 'producer', 'sink')]")" "[None, None, None]"
code "scale without a pipeline" 4 "$cw" scale --data "$data" 2
code "drain without a pipeline" 4 "$cw" drain --data "$data"
code "dead list" 0 "$cw" dead list --data "$data"

lines "export" "$cw" export --data "$data"
is "a mention a record" "$(json "$tmp/lines" \
    "all('claim' in m and 'article' in m and m['content']
        for m in d if 'from' not in m)")" True
is "under the input's ids" "$(json "$tmp/lines" \
    "'cd-2026-771' in {m.get('article') for m in d}")" True
rows "export --format csv" "$cw" export --data "$data" --format csv
"$cw" export --data "$data" --format jsonld > "$tmp/ld"
is "export --format jsonld is one document" "$(python3 -c '
import json, sys
g = json.load(open(sys.argv[1]))["@graph"]
print({"Claim", "Quotation"} <= {n["@type"] for n in g})' "$tmp/ld")" True
code "export of an unknown format" 1 "$cw" export --data "$data" --format xml

"$cw" export --data "$data" > "$tmp/before"
code "rebuild" 0 "$cw" rebuild --data "$data"
"$cw" export --data "$data" > "$tmp/after"
check "a rebuild changes nothing" cmp "$tmp/before" "$tmp/after"
code "backup" 0 "$cw" backup --data "$data" "$tmp/copy.db"
code "backup does not overwrite" 3 "$cw" backup --data "$data" "$tmp/copy.db"
mkdir "$tmp/restored" && cp "$tmp/copy.db" "$tmp/restored/claims.db"
is "a copy holds the same" \
    "$("$cw" claims --data "$tmp/restored" | md5sum)" \
    "$("$cw" claims --data "$data" | md5sum)"
code "check" 0 "$cw" check --data "$data"

has "conf" "$("$cw" conf -o workers=7)" "option"
lines "conf --json" "$cw" conf --json
"$cw" conf --template > "$tmp/template"
code "the template is a configuration" 0 "$cw" conf -c "$tmp/template"

"$cw" claims --data "$data" --json | head -n 1 > "$tmp/head"
is "a closed pipe is no error" "${PIPESTATUS[0]}" 0
code "a full disk is one" 3 sh -c "'$cw' claims --data '$data' > /dev/full"
finish
