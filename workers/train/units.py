#!/usr/bin/env python3
"""units.py -- writes workers/en/unit_measure.c and unit_money.c.

    units.py measures [CLDR] [ISO4217] > workers/en/unit_measure.c
    units.py money [CLDR] [ISO4217] > workers/en/unit_money.c
    units.py countries [CLDR] [ISO4217] > proto/currency_table.c

Units and currencies of English with what they are written as, from Unicode
CLDR's main/en.xml and en_001.xml (Debian: unicode-cldr-core) and ISO 4217's
list of codes in use (Debian: iso-codes).  What neither has stands here: the
forms of the press.  Which country has which money says CLDR's
supplemental/supplementalData.xml.  The names are those of en_001 ("kilometre"), singular, in
lower case; money goes by its code, or by its name where that says no country.
"""
import json
import re
import sys
import xml.etree.ElementTree as ET

CLDR = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/unicode/cldr/common/main"
ISO = sys.argv[3] if len(sys.argv) > 3 else "/usr/share/iso-codes/json/iso_4217.json"

# Times have their own reader, and some are no measures of anything.
NO_CATEGORY = ("duration-", "graphics-dot", "concentr-item", "angle-arc", "consumption-", "area-dunam", "digital-bit",
               "mass-stone", "speed-beaufort", "concentr-portion", "length-point")
# Letters that are words, names or magnitudes more often than units.
NO_SYMBOL = {"a", "b", "c", "d", "f", "g", "h", "in", "k", "m", "p", "t", "at", "pt", "st", "R", "B", "c", "dr", "ac", "fl", "mo", "%",
             "G", "D", "Da", "S", "N", "p.p", "fm", "th", "item", "items", "S☉", "M☉", "R☉", "L☉", "lm", "Cal", "bu", "bar", "ch", "rd", "M", "J", "K", "E", "′", "cd", "ct", "L", "kt", "CD", "pn", "mc", "au", "gr", "rev", "revs", "pm", "kn",
             "deg", "fur", "mpt", "smi", "#", "Gs", "sen"}
# Canonical name (that CLDR gives, or the symbol that everybody says): further
# names, symbols.
MORE = {
    "pound": (["pound", "pounds"], ["lbs", "lb"]),
    "percent": (["per cent", "percents", "pct", "percentage", "percentages"], ["%", "pc"]),
    "percentage point": (["percentage points", "percentage point"], ["pp"]),
    "basis point": (["basis points", "basis point"], ["bps"]),
    "celsius": (["degrees celsius", "degree celsius", "celsius", "degrees centigrade", "degree centigrade", "degrees c"], ["°C", "C"]),
    "fahrenheit": (["degrees fahrenheit", "degree fahrenheit", "fahrenheit", "degrees f"], ["°F", "F"]),
    "degree": (["degrees", "degree"], ["°"]),
    "tonne": (["tonne", "tonnes", "metric tons", "metric ton", "metric tonnes", "metric tonne"], ["t"]),
    "ton": (["ton", "tons", "short tons", "short ton"], []),
    "metre": ([], ["m"]), "gram": (["gramme", "grammes"], ["g"]), "litre": ([], ["l", "L"]), "inch": ([], ["″", "in"]),
    "square metre": (["sq metres", "sq metre", "sq meters", "sq meter", "sq m", "sq. m"], ["sqm", "m2"]),
    "square foot": (["sq feet", "sq foot", "sq ft", "sq. ft", "square feet"], ["sqft", "ft2"]),
    "square kilometre": (["sq km", "sq kilometres", "sq kilometers"], ["km2"]),
    "square mile": (["sq miles", "sq mile", "sq mi"], []),
    "cubic metre": ([], ["m3"]), "cubic centimetre": ([], ["cc"]),
    "square centimetre": ([], ["cm2"]),
    "mile per hour": ([], ["mph", "MPH"]), "kilometre per hour": (["km per hour", "kilometres an hour", "kilometers an hour"],
                                                                  ["kph", "km/h", "km/hr", "kmh", "KPH"]),
    "mile per gallon": (["miles per gallon", "mile per gallon"], ["mpg", "MPG"]),
    "kilogram": (["kilo", "kilos"], ["kgs"]),
    "horsepower": (["horsepower", "horse power"], ["hp", "bhp", "HP"]), "brake horsepower": (["brake horsepower"], ["bhp"]),
    "rpm": (["revolutions per minute", "revolution per minute"], ["rpm", "RPM"]),
    "foot": ([], ["ft"]), "barrel": (["barrels", "barrel"], ["bbl"]),
    "kilowatt hour": (["kilowatt hours", "kilowatt-hours", "kilowatt-hour"], ["kWh", "kwh"]),
    "megawatt hour": (["megawatt hours", "megawatt-hours"], ["MWh"]),
    "gigawatt hour": (["gigawatt hours"], ["GWh"]), "terawatt hour": (["terawatt hours"], ["TWh"]),
    "milliampere-hour": (["milliampere hours", "milliampere hour"], ["mAh"]), "watt": ([], ["W"]), "volt": ([], ["V"]), "hertz": ([], ["Hz"]), "kilowatt": ([], ["kW", "kw", "KW"]),
    "megawatt": ([], ["MW", "mw"]), "terawatt": (["terawatt", "terawatts"], ["TW"]), "gigapascal": (["gigapascal", "gigapascals"], ["GPa"]), "megapascal": ([], ["MPa"]),
    "newton metre": (["newton metres", "newton meters", "newton-metres"], ["Nm"]), "pound-foot": (["pound feet", "pound foot", "lb ft", "foot pound", "foot pounds"], []),
    "megapixel": ([], ["MP"]), "gigabyte": ([], ["GB", "Gb"]), "megabyte": ([], ["MB", "mb"]), "terabyte": ([], ["TB", "tb"]), "kilobyte": ([], ["KB", "kb"]),
    "bit": (["bit", "bits"], []), "decimetre": ([], ["dm"]), "decibel": ([], ["dB", "db"]),
    "ppm": (["parts per million", "part per million"], ["ppm"]), "ppb": (["parts per billion", "part per billion"], ["ppb"]),
    "microgram": ([], ["mcg", "µg", "μg"]), "micrometre": (["microns", "micron"], ["µm", "μm"]),
    "millilitre": ([], ["ml", "mL"]), "hectare": ([], ["ha"]), "knot": (["knots"], []), "light year": (["light-years", "light year", "light years"], []),
    "stone": (["stones"], []), "fluid ounce": (["fl oz", "fl. oz."], []),
    "calorie": (["calories", "calorie"], ["kcal"]), "carat": (["carats", "carat"], []), "bushel": (["bushels"], []), "troy ounce": ([], []),
    "megabit per second": ([], ["Mbps"]), "gigabit per second": ([], ["Gbps"]), "bpm": (["beats per minute", "beat per minute"], ["bpm"]),
    "turn": (["turns"], []),
}
RENAME = {"degree celsius": "celsius", "degree fahrenheit": "fahrenheit", "tonne": "tonne", "metric ton": "tonne", 
          "pound-force-foot": "pound-foot", "part per million": "ppm", "kilowatt-hour": "kilowatt hour", "us quart": "quart",
          "imp. gallon": "gallon", "us gallon": "gallon", "us fluid ounce": "fluid ounce", "per cent": "percent"}
# "PS5" and "Y=5" are what is left of the signs in plain ASCII.
# Money by names that say no country or are the press's own.
MONEY = {"dollar": ["dollar", "dollars", "buck", "bucks"], "CAD": ["loonie", "loonies"], "EUR": ["euro", "euros"], "GBP": ["pound sterling", "pounds sterling", "sterling", "quid"],
         "JPY": ["yen"], "CNY": ["yuan", "renminbi", "rmb", "kuai"], "KRW": ["won"], "rupee": ["rupee", "rupees"], "peso": ["peso", "pesos"], "franc": ["franc", "francs"],
         "ILS": ["shekel", "shekels"], "RUB": ["ruble", "rubles", "rouble", "roubles"], "lira": ["lira", "liras"], "krona": ["krona", "kronor"], "krone": ["krone", "kroner"],
         "CZK": ["koruna", "korunas"], "PLN": ["zloty", "zlotys"], "HUF": ["forint", "forints"], "THB": ["baht"], "VND": ["dong"], "IDR": ["rupiah"], "MYR": ["ringgit", "ringgits"],
         "ZAR": ["rand", "rands"], "NGN": ["naira"], "KES": [], "BRL": ["reais", "reals"], "UAH": ["hryvnia", "hryvnias"], "PHP": [], "SAR": ["riyal", "riyals"], "dirham": ["dirham", "dirhams"],
         "dinar": ["dinar", "dinars"], "BTC": ["bitcoin", "bitcoins", "btc"], "satoshi": ["satoshi", "satoshis"], "FIM": ["markka", "markkas"], "ESP": ["peseta", "pesetas"], "NLG": ["guilder", "guilders"],
         "DEM": ["deutsche mark", "deutsche marks", "deutschmarks"], "mark": ["marks"], "cent": ["cent", "cents"], "penny": ["penny", "pence", "pennies"], "sen": ["sen"], "BDT": ["taka", "takas"], "crown": ["crown", "crowns"], "shilling": ["shilling", "shillings"]}
# What several countries call their money; "crown" in English is each of three.
SHARED = ("dollar", "peso", "rupee", "franc", "krona", "krone", "koruna", "lira", "dirham", "dinar", "pound", "shilling")
# Domains of countries that anybody may have, as ICANN and search engines treat
# them, and those of no country; the United Kingdom's is not its code.
NO_COUNTRY = {"ad", "ag", "ai", "as", "bz", "cc", "cd", "co", "dj", "eu", "fm", "gg", "im", "io", "la", "ly", "me", "ms", "nu", "sc", "sr", "su",
              "tk", "to", "tv", "vc", "ws"}
# Countries as people call them, beside CLDR's names.
CALLED = {"GB": ["england", "scotland", "wales", "northern ireland", "britain", "great britain"],
          "US": ["united states of america", "usa", "u.s.", "u.s.a.", "america"]}
ADJECTIVES = {"USD": ["us", "u.s.", "american"], "GBP": ["british", "uk"], "CNY": ["chinese"], "JPY": ["japanese"], "NLG": ["dutch"], "FIM": ["finnish"], "ESP": ["spanish"],
              "CHF": ["swiss"], "FRF": ["french"], "BEF": ["belgian"], "DEM": ["german"], "MXN": ["mexican"], "TRY": ["turkish"], "TWD": ["taiwan", "taiwanese"]}
SIGNS = {"$": "dollar", "US$": "USD", "$US": "USD", "U.S.$": "USD", "U.S$": "USD", "USD$": "USD", "C$": "CAD", "CA$": "CAD", "Cdn$": "CAD", "CDN$": "CAD", "$C": "CAD", "CAD$": "CAD", "A$": "AUD",
         "AU$": "AUD", "$A": "AUD", "AUD$": "AUD", "$AU": "AUD", "NZ$": "NZD", "$NZ": "NZD", "NZD$": "NZD", "HK$": "HKD", "$HK": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "Mex$": "MXN", "MX$": "MXN", "MXN$": "MXN",
         "Rs": "rupee", "Rs.": "rupee", "₨": "rupee", "₩": "KRW", "₿": "BTC", "元": "CNY", "円": "JPY", "ரூ": "LKR", "₹": "INR", "¥": "JPY", "￥": "JPY", "£": "GBP", "PS": "GBP", "Y=": "JPY", "€": "EUR", "RM": "MYR", "Fr": "CHF", "kr": "crown", "zł": "PLN"}


def root(name):
    return ET.parse(f"{CLDR}/{name}.xml").getroot()


def plain(s):
    return re.sub(r"[\s\u00a0\u202f-]+", " ", s).strip()


def units():
    """name -> canonical; symbol -> canonical."""
    names, symbols, canonical = {}, {}, {}
    trees = [root("en"), root("en_001")]
    for tree in trees:
        for length in tree.iter("unitLength"):
            for u in length.iter("unit"):
                key = u.get("type")
                if key.startswith(NO_CATEGORY):
                    continue
                for p in u.findall("unitPattern"):
                    text = plain(p.text.replace("{0}", ""))
                    if length.get("type") == "long":
                        if p.get("count") == "one":
                            canonical[key] = text.lower()
                        names.setdefault(text.lower(), key)
                    elif text not in NO_SYMBOL and (len(text) < 7):
                        symbols.setdefault(text, key)
    canonical = {k: RENAME.get(v, v) for k, v in canonical.items()}
    names = {n: canonical[k] for n, k in names.items() if k in canonical}
    symbols = {s: canonical[k] for s, k in symbols.items() if k in canonical}
    for one, (ns, ss) in MORE.items():
        names.setdefault(one, one)
        names.update({plain(n): one for n in ns})
        symbols.update({s: one for s in ss})
    return {n: c for n, c in names.items() if n and not n.startswith("dot")}, {s: c for s, c in symbols.items() if s and s not in names}


def money():
    """name -> code or open name; sign -> the same; codes."""
    codes = {c["alpha_3"] for c in json.load(open(ISO, encoding="utf-8"))["4217"]}
    codes = {c for c in codes if not c.startswith("X")} | {"BTC"}
    names, signs = {}, dict(SIGNS)
    for c in [*root("en").find("numbers/currencies"), *root("root").find("numbers/currencies")]:
        code = c.get("type")
        for n in c.findall("displayName"):
            if n.get("count") and "(" not in n.text and "new " not in n.text and (code in codes or code in MONEY):
                names.setdefault(plain(n.text.lower()), code)
        if code in codes:
            for s in c.findall("symbol"):
                if re.search(r"[^A-Za-z]", s.text) and "$" not in s.text and s.text not in ("£", "¥"):
                    signs.setdefault(s.text, code)
    for code, adjectives in ADJECTIVES.items():
        for a in adjectives:
            for n, c in list(names.items()):
                if c == code:
                    names.setdefault(a + " " + n.split()[-1], code)
            for n in MONEY.get(code, []):
                names.setdefault(a + " " + n, code)
    for code in ("DEM", "FRF", "BEF"):
        for a in ADJECTIVES[code]:
            for n in ("mark", "marks") if code == "DEM" else ("franc", "francs"):
                names.setdefault(a + " " + n, code)
    for one, ns in MONEY.items():
        names.update({n: one for n in ns})
    return names, signs, codes


def countries():
    """code -> the name that it shares, or ""; domain -> code; name or ISO 3166 code of a country -> code."""
    codes = money()[2]
    shared, domains, named = dict.fromkeys(codes, ""), {}, {}
    alpha_3 = {c["alpha_2"]: c["alpha_3"] for c in json.load(open(ISO.replace("4217", "3166-1"), encoding="utf-8"))["3166-1"]}
    names = {}
    for t in root("en").find("localeDisplayNames/territories"):
        names.setdefault(t.get("type"), []).append(t.text.lower().replace("’", "'"))
    for c in root("en").find("numbers/currencies"):
        for n in c.findall("displayName"):
            word = plain(n.text.lower()).split()[-1].replace("ó", "o")
            if c.get("type") in codes and n.get("count") == "one" and word in SHARED:
                shared[c.get("type")] = word
    for region in root("../supplemental/supplementalData").find("currencyData").findall("region"):
        used = [c.get("iso4217") for c in region.findall("currency") if c.get("to") is None and c.get("tender") != "false"]
        country = region.get("iso3166")
        domain = country.lower()
        if used and used[0] in codes and country in alpha_3:
            for n in [domain, alpha_3[country].lower(), *names.get(country, []), *CALLED.get(country, [])]:
                named.setdefault(n, used[0])
        if used and used[0] in codes and domain not in NO_COUNTRY:
            domains["uk" if domain == "gb" else domain] = used[0]
    return shared, domains, named


def literal(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(name, rows, row="unit_row"):
    print(f"const struct {row} {name}[] = {{")
    print(",\n".join(f"\t{{ {literal(text)}, {literal(unit)} }}" for text, unit in sorted(rows.items(), key=lambda r: r[0].encode())))
    print(f"}};\nconst size_t {name}_count = sizeof {name} / sizeof {name}[0];\n")


def head(name, what, source, header="workers/en/unit.h"):
    print(f"""/*
 * {name} -- {what}, as workers/train/units.py writes
 * them from {source}.
 * Not edited by hand.
 */
#include "{header}"
""")


def main():
    names, symbols = units()
    cash, signs, codes = money()
    if sys.argv[1:2] == ["measures"]:
        head("unit_measure.c", "units of measure in English", "Unicode CLDR 41: main/en.xml, en_001.xml (Unicode licence)")
        table("unit_names", names)
        table("unit_symbols", symbols)
    elif sys.argv[1:2] == ["countries"]:
        shared, domains, named = countries()
        head("currency_table.c", "money and countries", "Unicode CLDR 41 and ISO 4217 (iso-codes 4.15)", "currency.h")
        table("currency_codes", shared, "currency_row")
        table("currency_domains", domains, "currency_row")
        table("currency_countries", named, "currency_row")
    else:
        head("unit_money.c", "money in English", "Unicode CLDR 41 and ISO 4217 (iso-codes 4.15)")
        table("unit_money", {n: c for n, c in cash.items() if n not in names})
        table("unit_signs", signs)
        table("unit_codes", {c: c for c in codes})


main()
