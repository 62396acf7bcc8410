"""manuals.py ROOT: do the manual pages under ROOT/share/man tell all that the
programs under ROOT/bin know, and nothing that they do not?  Commands, options,
configuration keys with ranges and defaults, functions of the library, addresses
of the server.  Run in the project's top folder."""
import json
import os
import re
import subprocess
import sys

root = sys.argv[1]
bad = []


def say(*words):
    bad.append(" ".join(str(w) for w in words))


def page(name):
    path = "%s/share/man/man%s/%s" % (root, name[-1], name)
    with open(path, encoding="utf-8") as f:
        return f.read()


def output(*command):
    """What a program prints, whoever's configuration there may be."""
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    return subprocess.run(
        [root + "/bin/" + command[0], *command[1:]], check=True, env=env,
        stdout=subprocess.PIPE, encoding="utf-8").stdout


def options(text):
    """Options of a --help text, but for the common ones."""
    found = set(re.findall(r"^  --([a-z-]+)", text, re.M))
    return found - {"data", "help", "version"}


def flags(mdoc):
    """Options that a piece of a manual page names."""
    return set(re.findall(r"\bFl -([a-z][a-z-]*)", mdoc))


def items(mdoc):
    """Items ".It Cm NAME ..." that stand on their own: name -> its block."""
    blocks, name, depth = {}, None, 0
    for line in mdoc.splitlines():
        if line.startswith((".Ss", ".Sh")):
            name = None
        start = re.match(r"\.It Cm ([a-z]+)\b", line)
        if line.startswith(".Bl"):
            depth += 1
        elif line.startswith(".El"):
            depth -= 1
            name = name if depth else None
        elif start and depth == 1:
            name = start.group(1)
            blocks[name] = ""
        if name:
            blocks[name] += line + "\n"
    return blocks


def section(mdoc, title):
    return re.search(r"^\.Sh %s$(.*?)^\.Sh " % title, mdoc, re.M | re.S)[1]


def check_command():
    mdoc = page("claimwire.1")
    common = section(mdoc, "DESCRIPTION")
    filters = flags(section(mdoc, "FILTERS"))
    told = items(common)
    known = re.findall(r"^  ([a-z]+) ", output("claimwire", "--help"), re.M)
    for name in set(known) ^ set(told):
        say("claimwire.1 or --help alone knows the command", name)
    for name in set(known) & set(told):
        block = told[name]
        head = block.splitlines()[0]
        have = options(output("claimwire", name, "--help"))
        may = flags(block) | (filters if "Ar filter" in head else set())
        for option in have - may:
            say("claimwire.1 does not tell of", name, "--" + option)
        for option in flags(block) - have - {"data", "help", "version"}:
            say("claimwire.1 tells of", name, "--%s, which is not there"
                % option)
        for option in filters & have - flags(block):
            if "Ar filter" not in head:
                say("claimwire.1 does not say that", name, "takes filters")
    for code in range(6):
        if "\n.It %d\n" % code not in mdoc:
            say("claimwire.1 does not tell of exit code", code)


def check_role(program):
    mdoc = page(program + ".8")
    text = output(program, "--help")
    have = options(text)
    if program == "claimwire-worker":
        have |= options(output(program, "extract", "--help"))
    told = flags(mdoc) - {"data", "help", "version"}
    for option in have ^ told:
        say(program + ".8 or --help alone knows --" + option)
    for command in re.findall(r"^  ([a-z]+) ", text, re.M):
        if "Cm " + command not in mdoc:
            say(program + ".8 does not tell of the command", command)


def check_keys():
    mdoc = page("claimwire.conf.5")
    told = dict(re.findall(r"^\.It Cm ([a-z_]+)\n(.*?)(?=^\.(?:It|El|Sh|Ss)\b)",
                           mdoc, re.M | re.S))
    template = output("claimwire", "conf", "--template")
    known = re.findall(r"^# (.*)\n#([a-z_]+) =(.*)$", template, re.M)
    for name in {k for _, k, _ in known} ^ set(told):
        say("claimwire.conf.5 or `conf` alone knows the key", name)
    for about, name, default in known:
        block = " ".join(told.get(name, "").split())
        span = re.search(r"\((-?\d+ to \d+)\)$", about)
        if span and span[1] not in block:
            say("claimwire.conf.5:", name, "is not said to be", span[1])
        if name != "data" and default.strip() not in block:
            say("claimwire.conf.5:", name, "has another default:", default)


def check_library():
    mdoc = page("libclaimwire.3")
    with open(root + "/include/claimwire.h", encoding="utf-8") as f:
        header = f.read()
    have = set(re.findall(r"CLAIMWIRE_API [^;]*?(claimwire_\w+)\(", header))
    told = set(re.findall(r"^\.(?:Fn|Fo) (claimwire_\w+)", mdoc, re.M))
    for name in have ^ told:
        say("libclaimwire.3 or claimwire.h alone knows", name)
    named = mdoc[:mdoc.index(".Sh LIBRARY")]
    for name in have:
        if name not in named:
            say("libclaimwire.3 has no name", name)
        link = "%s/share/man/man3/%s.3" % (root, name)
        if not os.path.exists(link):
            say(link, "is not there")
    for name in re.findall(r"^\t(CLAIMWIRE_[A-Z]+) = ", header, re.M):
        if "Dv " + name not in mdoc:
            say("libclaimwire.3 does not tell of", name)
    for name in re.findall(r"^\t[^/*()]*?(\w+);", header, re.M):
        if not re.search(r"\b%s\b" % name, mdoc):
            say("libclaimwire.3 does not tell of the member", name)


def check_protocol():
    mdoc = page("claimwire-protocol.7")
    for option in options(output("claimwire", "tail", "--help")):
        if option in ("since", "json", "limit", "color"):
            continue
        if not re.search(r"\b%s\b" % option.replace("-", "_"), mdoc):
            say("claimwire-protocol.7 does not tell of the filter", option)
    with open("sink/web/page/openapi.json", encoding="utf-8") as f:
        document = json.load(f)
    for path in document["paths"]:
        if path.endswith((".css", ".js", ".svg")):
            continue
        if path.replace("{id}", "ID") not in mdoc:
            say("claimwire-protocol.7 does not tell of", path)
    for p in document["paths"]["/changes"]["get"]["parameters"]:
        name = p.get("name") or p["$ref"].rpartition("/")[2]
        name = name.replace("changes_", "")
        if not re.search(r"\b%s\b" % name, mdoc):
            say("claimwire-protocol.7 does not tell of /changes?" + name)


check_command()
for role in "producer", "worker", "sink":
    check_role("claimwire-" + role)
check_keys()
check_library()
check_protocol()
print("\n".join(bad))
sys.exit(bool(bad))
