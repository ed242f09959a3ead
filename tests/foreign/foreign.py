#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""foreign.py BUILD SESSION: a session goes through LibreOffice, pandas and R, and comes back.

Each program that is installed reads the session and writes it in each of its ways. The report on what it wrote must be that on
the session, to 1e-6, or a refusal that names a line or a reason; never another number. Programs that are missing are named."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOLERANCE = 1e-6
LIMIT_S = 600

# Numbers become numbers, as in a spreadsheet that a person edits and saves; the "#" lines stay text in the first column.
PANDAS = """
import pandas, sys
source, target, way = sys.argv[1:]
lines = open(source, encoding="utf-8").read().splitlines(keepends=True)
at = next(i for i, line in enumerate(lines) if not line.startswith("#"))
table = pandas.read_csv(source, comment="#")
encoding = "utf-16" if way == "utf16" else "utf-8"
ways = {"plain": {}, "index": {"index": True}, "semicolons": {"sep": ";", "decimal": ","}, "tabs": {"sep": "\\t"}, "na": {"na_rep": "NA"},
        "utf16": {}, "sorted": {}}
if way == "sorted":
    table = table.sort_values("strip0", kind="stable")
with open(target, "w", encoding=encoding, newline="") as out:
    out.writelines(lines[:at])
    table.to_csv(out, **{"index": False, **ways[way]})
    out.writelines(line for line in lines[at:] if line.startswith("#"))
"""
R = """
arguments <- commandArgs(TRUE)
lines <- readLines(arguments[1], encoding = "UTF-8")
at <- which(!startsWith(lines, "#"))[1]
table <- read.csv(arguments[1], comment.char = "#")
out <- file(arguments[2], "w", encoding = "UTF-8")
writeLines(lines[seq_len(at - 1)], out)
switch(arguments[3],
       csv = write.csv(table, out), "csv-no-names" = write.csv(table, out, row.names = FALSE),
       csv2 = write.csv2(table, out), table = write.table(table, out),
       tabs = write.table(table, out, sep = "\\t", quote = FALSE, row.names = FALSE))
rest <- lines[-seq_len(at)]
writeLines(rest[startsWith(rest, "#")], out)
close(out)
"""


def run(*argv):
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, timeout=LIMIT_S)


class Office:
    """LibreOffice with the settings of a user in one country."""

    def __init__(self, folder, locale):
        self.folder = folder / f"profile-{locale}"
        settings = self.folder / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
            f"<value>{locale}</value></prop></item></oor:items>\n", encoding="utf-8")

    def convert(self, source, target, import_filter, export_filter):
        out = target.parent / f"out-{target.stem}"
        run("soffice", f"-env:UserInstallation=file://{self.folder}", "--headless", f"--infilter={import_filter}",
            "--convert-to", export_filter, "--outdir", str(out), str(source))
        shutil.move(next(out.iterdir()), target)


def convert_in_office(session, folder):
    """Yield the files that LibreOffice writes in English, German and Turkish."""
    csv, separator = "CSV:44,34,76,1,,{}", "csv:Text - txt - csv (StarCalc):{},34,76,1,,0,{},true"
    english = Office(folder, "en-US")
    workbook = folder / "workbook.ods"
    english.convert(session, workbook, csv.format(1033), "ods:calc8")
    for locale, language in (("en-US", 1033), ("de-DE", 1031), ("tr-TR", 1055)):
        office = english if locale == "en-US" else Office(folder, locale)
        delimiter = 44 if locale == "en-US" else 59
        for name, source, filter_in, filter_out in (
                ("opened as CSV", session, csv.format(language), separator.format(delimiter, "false")),
                ("a workbook saved as CSV", workbook, "calc8", separator.format(delimiter, "false")),
                ("a workbook saved as CSV, text quoted", workbook, "calc8", separator.format(delimiter, "true")),
                ("a workbook saved with tabs", workbook, "calc8", separator.format(9, "false"))):
            target = folder / f"{locale}-{name.replace(' ', '-').replace(',', '')}.csv"
            office.convert(source, target, filter_in, filter_out)
            yield f"LibreOffice {locale}, {name}", target


def convert_by_script(name, argv, ways, session, folder):
    for way in ways:
        target = folder / f"{name}-{way}.csv"
        run(*argv, str(session), str(target), way)
        yield f"{name}, {way}", target


def has_pandas():
    return subprocess.run(["/usr/bin/python3", "-c", "import pandas"], stderr=subprocess.DEVNULL).returncode == 0


def conversions(session, folder):
    """Yield a name and a file for each way of each program; a name and None for a missing program."""
    if shutil.which("soffice"):
        yield from convert_in_office(session, folder)
    else:
        yield "LibreOffice", None
    if has_pandas():
        (folder / "write.py").write_text(PANDAS)
        yield from convert_by_script("pandas", ("/usr/bin/python3", str(folder / "write.py")),
                                     ("plain", "index", "semicolons", "tabs", "na", "utf16", "sorted"), session, folder)
    else:
        yield "pandas", None
    if shutil.which("Rscript"):
        (folder / "write.R").write_text(R)
        yield from convert_by_script("R", ("Rscript", str(folder / "write.R")),
                                     ("csv", "csv-no-names", "csv2", "table", "tabs"), session, folder)
    else:
        yield "R", None


def is_same(a, b):
    """Whether two JSON values are the same but for rounding."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(is_same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(is_same, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= TOLERANCE * max(1, abs(a))
    return a == b


def report_on(analyzer, path):
    """Return the report without the file's name, the warnings and the note, and the message of a refusal. LibreOffice splits
    the note at its comma into two cells."""
    result = subprocess.run([analyzer, "report", "--json", str(path)], capture_output=True, text=True, timeout=LIMIT_S)
    if result.returncode != 0:
        return None, result.stderr.strip()
    report = json.loads(result.stdout)
    del report["warnings"], report["session"]["file"], report["session"]["note"]
    return report, ""


def main():
    analyzer, session = str(pathlib.Path(sys.argv[1], "roller-analyzer").resolve()), pathlib.Path(sys.argv[2]).resolve()
    expected, _ = report_on(analyzer, session)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, path in conversions(session, pathlib.Path(folder)):
            if path is None:
                print(f"{name:55} not installed: make deps-foreign")
                continue
            report, refusal = report_on(analyzer, path)
            is_right = is_same(report, expected) if report else refusal != ""
            wrong += not is_right
            print(f"{name:55} {'another report: FAILED' if not is_right else 'the same report' if report else refusal}", flush=True)
            if not is_right:
                shutil.copy(path, pathlib.Path(sys.argv[1], f"foreign-{path.name}"))
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
