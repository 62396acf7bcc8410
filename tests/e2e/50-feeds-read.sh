# 50-feeds-read.sh -- feed files among the others: `read` prints their entries,
# `run` has them in the store, and once only.
. "$(dirname "$0")/lib.sh"
mkdir "$tmp/in"
cat > "$tmp/in/rss.xml" << 'END'
<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0"><channel><title>Fjord Times</title>
<item><title>Bridge</title><guid>f1</guid><category>Roads</category>
<pubDate>Tue, 03 Nov 2026 08:15:00 +0100</pubDate>
<description>&lt;p>Mayor Ann Field said the bridge was safe.&lt;/p></description>
</item><item/></channel></rss>
END
cat > "$tmp/in/atom" << 'END'
<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay Post</title>
<entry><id>b1</id><title>Harbour</title>
<content type="html">"The harbour is open," said Odo Brook.</content></entry>
</feed>
END
printf '%s' '{"version":"https://jsonfeed.org/version/1","title":"Dale Daily",' \
    '"items":[{"id":"d1","content_text":"Ida Moor said the dam held."}]}' \
    > "$tmp/in/feed.json"

"$cw" read "$tmp/in" > "$tmp/read.out" 2> "$tmp/read.err"
is "an entry that is empty is refused, and only that" "$?" 5
is "the records of three feeds" \
    "$(json "$tmp/read.out" 'sorted((r["outlet"], r["guid"]) for r in d)')" \
    "[('Bay Post', 'b1'), ('Dale Daily', 'd1'), ('Fjord Times', 'f1')]"
is "a date keeps its offset" \
    "$(json "$tmp/read.out" '[r["published"] for r in d if "published" in r]')" \
    "['2026-11-03T08:15:00+01:00']"
has "the place of what is refused" "$(cat "$tmp/read.err")" \
    "rss.xml:6: entry 2: the text is empty"

code "run takes them in" 5 "$cw" run "$tmp/in" --once --data "$data" \
    -o http=127.0.0.1:0
"$cw" claims --json --data "$data" > "$tmp/claims.out" 2> /dev/null
for who in Field Brook Moor; do
	has "$who's claim is in the store" "$(cat "$tmp/claims.out")" "$who"
done
is "with what it was filed under" "$(python3 -c '
import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute(
    "SELECT categories FROM articles_v WHERE guid = ?", ["f1"]).fetchone())' \
    "$data/claims.db")" '["Roads"]'
code "and not a second time" 0 "$cw" run "$tmp/in" --once --data "$data" \
    -o http=127.0.0.1:0

printf '<rss><channel><item><title>Whole</title></item><item><title>Cu' \
    > "$tmp/cut.xml"
"$cw" read "$tmp/cut.xml" > "$tmp/read.out" 2> "$tmp/read.err"
is "a feed that is cut gives its whole entries" \
    "$? $(json "$tmp/read.out" '[r["title"] for r in d]')" "5 ['Whole']"
finish
