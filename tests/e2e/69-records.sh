# 69-records.sh -- JSON Lines of other tools, by maps that are built in and the
# user's; pages within records.
. "$(dirname "$0")/lib.sh"

cat > "$tmp/tools.jsonl" << 'END'
{"maintext":"Mayor Ann Field said the weir was safe.","title":"Weir safe","authors":["Ida Solberg"],"date_publish":"2031-05-01 17:03:00","url":"https://tarn.example/1","language":"en"}
{"uri":"urn:tarn:2","headline":"Weir safe","body_html":"<p>Mayor Ann Field said the weir was safe.</p>","versioncreated":"2031-05-01T18:00:00Z"}
{"no":"text"}
{"head":{"line":"Weir safe"},"blocks":[{"text":"Mayor Ann Field said the weir was safe."},{"text":"Nobody asked."}]}
{"id":"5","html":"<!doctype html><html><head><title>Weir safe</title></head><body><article><h1>Weir safe</h1><p>Mayor Ann Field said on Monday that the weir was safe.</p></article></body></html>"}
END
mkdir -p "$XDG_CONFIG_HOME/claimwire"
echo 'record_maps = cms ?blocks text:blocks.text title:head.line' \
    > "$XDG_CONFIG_HOME/claimwire/claimwire.conf"

"$cw" read "$tmp/tools.jsonl" > "$tmp/read.out" 2> "$tmp/read.err"
is "what has no text is refused" $? 5
has "with its place" "$(cat "$tmp/read.err")" 'tools.jsonl:3: there is no "text"'
is "the others are read" "$(jq -c '[.title, .text]' "$tmp/read.out" | sort -u)" \
    '["Weir safe","Mayor Ann Field said on Monday that the weir was safe."]
["Weir safe","Mayor Ann Field said the weir was safe."]
["Weir safe","Mayor Ann Field said the weir was safe.\n\nNobody asked."]'
is "and claims are found in them" \
    "$("$cw" extract "$tmp/read.out" | jq -r '.claims[0].speaker.name' | sort -u)" \
    "Ann Field"
tail -n 1 "$tmp/tools.jsonl" | "$cw" extract > "$tmp/own.out"
jq -r .html "$tmp/tools.jsonl" | grep '<html' > "$tmp/page.html"
"$cw" extract "$tmp/page.html" "$tmp/page.html" > "$tmp/pages.out"
is "extract reads a page in a record as read does, and pages" \
    "$(cat "$tmp/own.out" "$tmp/pages.out" | jq -c '[.article, .claims[0].speaker.name]')" \
    "$("$cw" read "$tmp/page.html" | "$cw" extract | jq -r .article > "$tmp/hash"
    printf '["5","Ann Field"]\n'; for i in 1 2; do
	printf '["%s","Ann Field"]\n' "$(cat "$tmp/hash")"; done)"
echo '<!doctype html><p></p>' > "$tmp/empty.html"
code "a page without a story is refused" 5 "$cw" extract "$tmp/empty.html"
has "with the reason" "$(cat "$tmp/code.out")" \
    "empty.html:1: a page without an article"
code "run takes them as well" 5 \
    "$cw" run --once --data "$data" "$tmp/tools.jsonl"
is "one claim in four articles" \
    "$("$cw" claims --data "$data" --json | jq .mentions | sort -n | tail -n 1)" 4

code "a map that is none is an error of the configuration" 2 \
    "$cw" read -o "record_maps=cms titel:head" "$tmp/tools.jsonl"
has "that says what is wrong" "$(cat "$tmp/code.out")" '"titel:head"'
example=$(sed -n '/^record_maps = /p' "$tests/../proto/package/man/claimwire.conf.5")
echo '{"content":"It holds."}' > "$tmp/wire.jsonl"
is "the manual's example is a map" \
    "$("$cw" read -o "${example/ = /=}" "$tmp/wire.jsonl" | jq -c .text)" \
    '"It holds."'
finish
