#!/usr/bin/env python3
"""openapi.py ADDRESS ROUTE.C -- hold a running server against the OpenAPI
document that it serves: every address of the table in ROUTE.C, every
parameter, every member of every answer, and the refusals."""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from jsonschema import Draft202012Validator

base, route_c = sys.argv[1].rstrip("/"), sys.argv[2]
failures = 0


def report(name, why):
    """One result; why: what is wrong, a list of sentences."""
    global failures
    failures += bool(why)
    print(("not ok - " if why else "ok - ") + name)
    for sentence in list(why)[:10]:
        print("    " + str(sentence)[:500])


def ask(path, method="GET", body=None, headers=None):
    """Status, headers and body of an answer."""
    request = urllib.request.Request(
        base + path, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as e:
        return e.code, e.headers, e.read()


status, headers, text = ask("/openapi.json")
doc = json.loads(text)
components = {"components": doc["components"]}


def resolve(node):
    """What a $ref stands for."""
    while "$ref" in node:
        target = doc
        for step in node["$ref"][2:].split("/"):
            target = target[step]
        node = target
    return node


def alternatives(schema):
    """The schemas that a value may be of, each with all of its members."""
    schema = resolve(schema)
    found = []
    for part in schema.get("anyOf", []):
        found += alternatives(part)
    properties = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        for other in alternatives(part):
            properties.update(other.get("properties", {}))
    return found or [{**schema, "properties": properties}]


def undocumented(schema, value, at="$"):
    """Members of value that no schema names."""
    kinds = alternatives(schema)
    if isinstance(value, list):
        items = next((k["items"] for k in kinds if "items" in k), None)
        for i, v in enumerate(value if items is not None else []):
            yield from undocumented(items, v, "%s[%d]" % (at, i))
    elif isinstance(value, dict):
        fits = [k for k in kinds if set(value) <= set(k["properties"])]
        if not fits and any(k["properties"] for k in kinds):
            yield "%s has members that are not described: %s" % (
                at, sorted(set(value) - set().union(
                    *(k["properties"] for k in kinds))) or sorted(value))
        for key, v in value.items() if fits else []:
            yield from undocumented(
                fits[0]["properties"][key], v, "%s.%s" % (at, key))


def faults(schema, value):
    """What is wrong with value, and what the document does not tell."""
    validator = Draft202012Validator({**schema, **components})
    for e in validator.iter_errors(value):
        yield "%s: %s" % (e.json_path, e.message[:300])
    yield from undocumented(schema, value)


def schema_of(path, status="200", kind="application/json", method="get"):
    answer = resolve(resolve(doc["paths"][path])[method]["responses"][status])
    media = answer["content"][kind]
    return media.get("x-itemSchema") or media["schema"]


def check_json(name, path, template=None, status="200",
               kind="application/json"):
    """Ask for path; the answer, held against the document."""
    code, head, body = ask(path)
    why = []
    if code != int(status):
        why.append("%s: %d, not %s: %s" % (path, code, status, body[:300]))
    if head.get_content_type() != kind:
        why.append("%s: %s, not %s" % (path, head["Content-Type"], kind))
    value = None
    if not why:
        value = json.loads(body)
        why += ["%s: %s" % (path, f) for f in faults(
            schema_of(template or path.split("?")[0], status, kind), value)]
    if name:
        report(name, why)
    return value if name else (value, why)


def check_all(name, template, ids):
    """The same for each id; their answers."""
    why, values = [], []
    for i in ids:
        v, w = check_json(None, template.replace(
            "{id}", urllib.parse.quote(i, safe="")), template)
        why += w
        values.append(v)
    report("%s: %d of them" % (name, len(values)),
           why if values else ["there is none"])
    return values


# ---- the document itself ----

report("it is served as JSON, below 60 kB",
       [] if status == 200 and len(text) < 60000 and
       headers.get_content_type() == "application/json"
       else [status, len(text), headers["Content-Type"]])
report("it says which version of OpenAPI it is in",
       [] if doc["openapi"].startswith("3.1.") else [doc["openapi"]])


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for v in node.values():
            yield from references(v)
    elif isinstance(node, list):
        for v in node:
            yield from references(v)


def dangling():
    for r in set(references(doc)):
        try:
            resolve({"$ref": r})
        except KeyError:
            yield r


report("every reference leads somewhere", list(dangling()))
used = set(references(doc))
report("every component is used", [
    "%s/%s" % (kind, name) for kind in ("schemas", "parameters", "responses")
    for name in doc["components"][kind]
    if "#/components/%s/%s" % (kind, name) not in used])
for name, schema in doc["components"]["schemas"].items():
    Draft202012Validator.check_schema(schema)
report("every schema is one", [])

table = re.findall(r'\{ "(GET|POST)", "([^"]+)"', open(route_c).read())
routes = {(m.lower(), p.replace(":", "{id}")) for m, p in table}
described = {(m, p) for p, item in doc["paths"].items()
             for m in resolve(item) if m in ("get", "post")}
report("every address that is served is described",
       [] if len(routes) > 20 and routes <= described
       else sorted(routes - described))
report("every address that is described is served",
       sorted(described - routes))


def operations():
    for path, item in doc["paths"].items():
        for method in ("get", "post"):
            if method in resolve(item):
                yield path, method, resolve(item)[method]


def names_of(operation, where):
    return {p["name"] for p in map(resolve, operation.get("parameters", []))
            if p["in"] == where}


names = [o.get("operationId") for _, _, o in operations()]
names = [n for n in names if n]
report("operations have names of their own",
       [] if len(names) == len(set(names)) else names)
report("what stands in an address is a parameter", [
    p for p, _, o in operations()
    if set(re.findall(r"\{(\w+)\}", p)) != names_of(o, "path")])
report("every operation tells its refusals", [
    p for p, _, o in operations() if not {"4XX", "5XX"} <= set(o["responses"])])

# ---- answers ----

claims = check_json("/claims", "/claims?limit=1000")
check_json("/claims by their last change", "/claims?order=changed&limit=5")
cursor, walked = None, []
for _ in range(50):
    page, wrong = check_json(None, "/claims?limit=30" + (
        "&cursor=" + cursor if cursor else ""))
    walked += [c["id"] for c in page["claims"]] if page else []
    cursor = page and page["next"]
    if not cursor or wrong:
        break
report("pages together are all claims", wrong or (
    [] if walked == [c["id"] for c in claims["claims"]]
    else [walked]))
wholes = check_all("each claim", "/claims/{id}",
                   [c["id"] for c in claims["claims"]])
speakers = check_json("/speakers", "/speakers?limit=1000")
check_all("each speaker", "/speakers/{id}",
          [s["id"] for s in speakers["speakers"]])
outlets = check_json("/outlets", "/outlets")
articles = check_all("each article", "/articles/{id}", [
    "a%d" % (i + 1)
    for i in range(sum(o["articles"] for o in outlets["outlets"]))])
check_all("each article by its other names", "/articles/{id}",
          [a[k] for a in articles if a for k in ("name", "url") if a[k]])
moved = check_json("/moved", "/moved")
report("figures moved, and claims stand to each other",
       [] if moved["moved"] and {r["type"] for c in wholes
                                 for r in c["relations"]} >=
       {"revised", "disputed"} and any(c["history"] for c in wholes)
       else ["the demonstration has none"])
check_json("/status", "/status")
check_json("/health/live", "/health/live")
check_json("/feed.json", "/feed.json?limit=7",
           kind="application/feed+json")
changes = check_json("/changes", "/changes?limit=1000")
report("changes are all there, without a gap",
       [] if [c["seq"] for c in changes["changes"]] ==
       list(range(1, len(changes["changes"]) + 1)) and
       len(changes["changes"]) > 20 and
       changes["last_id"] == claims["id"] else [changes["last_id"]])
check_json("/changes with a snapshot", "/changes?snapshot=1&since=now")


def check_lines(name, path):
    code, head, body = ask(path)
    schema = schema_of(path.split("?")[0], kind="application/x-ndjson")
    lines = [json.loads(line) for line in body.splitlines() if line.strip()]
    why = [f for line in lines for f in faults(schema, line)]
    if code != 200 or head.get_content_type() != "application/x-ndjson":
        why.append("%d %s" % (code, head["Content-Type"]))
    report(name, why if lines else ["nothing"])
    return lines


lines = check_lines("/snapshot", "/snapshot")
report("a snapshot is whole and of one state",
       [] if lines[-1]["lines"] == len(lines) and
       lines[0]["claims"] + lines[0]["relations"] == len(lines) - 2 and
       lines[0]["id"] == lines[-1]["id"] == claims["id"]
       else [lines[0], lines[-1]])
check_lines("/changes line by line",
            "/changes?feed=continuous&snapshot=1&limit=20&timeout=300ms")
for path, item in sorted(doc["paths"].items()):
    operation = resolve(item).get("get")
    kinds = operation["responses"]["200"].get("content", {}) if operation \
        else {}
    if not set(kinds) & {"text/html", "application/atom+xml", "text/plain",
                         "*/*"}:
        continue
    code, head, body = ask(path)
    kind = head.get_content_type()
    report("%s is %s" % (path, kind),
           [] if code == 200 and body and (kind in kinds or "*/*" in kinds)
           else [code, kind])

# ---- parameters ----

EXAMPLES = {
    "speaker": "s1", "outlet": "o1", "kind": "direct", "status": "reported",
    "type": "claim", "q": "bridge", "min_origins": "1", "unit": "percent",
    "value_min": "1", "value_max": "9", "changed_by_min": "1", "limit": "1",
    "cursor": "9", "order": "changed", "claim": "c1", "article": "a1",
    "since": "now", "last_event_id": claims["id"], "feed": "normal",
    "style": "latest", "snapshot": "1", "timeout": "1s", "heartbeat": "1s"}
WRONG = {
    "kind": "loud", "status": "true", "type": "news", "min_origins": "many",
    "value_min": "x", "value_max": "", "changed_by_min": "x", "limit": "0",
    "cursor": "x", "order": "oldest", "feed": "rss", "style": "none",
    "snapshot": "2", "since": "yesterday", "timeout": "long",
    "heartbeat": "1"}
problem = {"$ref": "#/components/schemas/Problem"}


def refused(path, want, parts):
    """Is it refused with this status, and are these words in why?"""
    code, head, body = ask(path)
    if code != want or head.get_content_type() != "application/problem+json":
        yield "%s: %d %s" % (path, code, head["Content-Type"])
        return
    value = json.loads(body)
    yield from faults(problem, value)
    if value["status"] != want:
        yield value
    for part in parts:
        if part not in value["detail"]:
            yield "%s: \"%s\" is not in: %s" % (path, part, value["detail"])


for path, method, operation in operations():
    if method != "get":
        continue
    takes = names_of(operation, "query")
    path = path.replace("{id}", path[1:2] + "1")
    why = list(refused(path + "?nonsense=1", 400, takes | {"nonsense"}))
    for name in takes:
        if name not in EXAMPLES:
            why.append("no example of " + name)
            continue
        code, _, body = ask("%s?%s=%s" % (path, name, EXAMPLES[name]))
        if code != 200:
            why.append("%s=%s: %d %s" % (
                name, EXAMPLES[name], code, body[:200]))
        if WRONG.get(name):
            why += refused(
                "%s?%s=%s" % (path, name, WRONG[name]), 400, [name])
    for name in set(EXAMPLES) - takes:
        why += refused("%s?%s=%s" % (path, name, EXAMPLES[name]), 400, [name])
    report("%s takes %d parameters, no others" % (path, len(takes)), why)

# ---- refusals ----

report("what is not there is 404, and where to look is said",
       list(refused("/nothing", 404, ["/openapi.json"])) +
       list(refused("/claims/c99999", 404, ["c99999", "/claims"])) +
       list(refused("/speakers/s99999", 404, ["s99999", "/speakers"])) +
       list(refused("/articles/nonsense", 404, ["nonsense"])))
code, head, _ = ask("/claims", "DELETE")
report("another method is 405, with those that are known",
       [] if code == 405 and "GET" in head["Allow"] else [code])
report("an id of another history is 410",
       list(refused("/changes?since=0123456789abcdef-1", 410, ["/snapshot"])))
code, head, body = ask("/articles", "POST", b"x", {"Content-Type": "text/css"})
report("a type that is no record's is 415", list(faults(
    problem, json.loads(body))) + ([] if code == 415 else [code]))
code, head, body = ask(
    "/articles", "POST",
    b'{"id":"p1","text":"The lock is open, said Ada Brook."}\n{"id":2}\n',
    {"Content-Type": "application/x-ndjson"})
report("what is posted is answered as described", list(faults(
    schema_of("/articles", "202", method="post"), json.loads(body))) +
    ([] if code == 202 else [code, body]))

sys.exit(failures > 0)
