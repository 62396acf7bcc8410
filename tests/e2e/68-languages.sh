# 68-languages.sh -- articles in languages that are not read are stored, counted
# and shown, and nothing is claimed in them.
. "$(dirname "$0")/lib.sh"

python3 - > "$tmp/stories.jsonl" << 'END'
import json
english = ("“We counted all the boats,” said Rolf Hagen of the harbour. He told "
    "reporters on Monday that 40 of them had been moved before the storm.")
french = ("« Nous avons compté tous les bateaux », a dit Rolf Hagen lundi. Selon "
    "lui, 40 d'entre eux avaient été déplacés avant la tempête de la semaine.")
german = ("„Wir haben alle Boote gezählt“, sagte Rolf Hagen am Montag. Vor dem "
    "Sturm seien 40 von ihnen in einen anderen Hafen gebracht worden.")
for id, text, lang in (("e1", english, None), ("e2", english + " ", "fr"),
        ("f1", french, None), ("f2", french + " ", "en"), ("d1", german, None),
        ("s1", "Rolf Hagen said: “All of them.”", None)):
    record = {"outlet": "Tarn Herald", "id": id, "text": text}
    print(json.dumps(record | ({"lang": lang} if lang else {})))
END

is "a record has the language it is in" \
    "$("$cw" read "$tmp/stories.jsonl" | jq -c .lang | paste -sd' ')" \
    '"en" "en" "fr" "fr" "de" null'
is "extract claims nothing in other languages, however they came" \
    "$("$cw" extract "$tmp/stories.jsonl" |
        jq -c '[.engine == "none", (.claims | length) > 0]' | paste -sd' ')" \
    "[false,true] [false,true] [true,false] [true,false] [true,false] [false,true]"

check "all are taken" "$cw" run --once --data "$data" "$tmp/stories.jsonl"
is "stored with their language, and without claims" \
    "$(python3 - "$data/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*["%s:%s:%s" % r for r in db.execute(
    "SELECT name, lang, mentions > 0 FROM articles_v ORDER BY name")])
END
)" "d1:de:0 e1:en:1 e2:en:1 f1:fr:0 f2:fr:0 s1:None:1"
has "status counts them" "$("$cw" status --data "$data")" \
    "3 articles stored and not read: fr 2, de 1"
is "in JSON, too" \
    "$("$cw" status --data "$data" --json | jq -c .store.unread)" \
    '{"articles":3,"languages":{"fr":2,"de":1}}'

start run "$cw" run --data "$data" -o http=127.0.0.1:0 "$tmp/stories.jsonl"
address() {
	page=$(sed -n 's,.*\(http://127[^ ]*\).*,\1,p' "$tmp/run.out" "$tmp/run.err" |
	    head -n 1) && [ -n "$page" ]
}
check "a page is served" wait_until 30 address
page=${page%/}
unread() {
	[ "$(curl -fs "$page/status" | jq .unread)" = 3 ]
}
check "those from before its start are in /status" wait_until 30 unread
has "and in /metrics" "$(curl -fs "$page/metrics")" "claimwire_articles_unread 3"
is "an article says that nothing read it" \
    "$(curl -fs "$page/articles/f1" | jq -c '[.lang, .revisions[0].engine]')" \
    '["fr","none"]'
finish
