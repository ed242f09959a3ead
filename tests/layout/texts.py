#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""List the texts that a runner reads, for translators: docs/texts.md, made from the code.

usage: texts.py ROOT > docs/texts.md      make the list
       texts.py ROOT --check              compare it with docs/texts.md, and check that sentences are short

xgettext finds the literals, in C after the preprocessor has put in the numbers of dose.h. What is left out: names in JSON
files, HTML and CSS, drawing, and identifiers.
"""
import glob
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile

WORDS_MAX = 25  # of a sentence, as in test_sentences.c

# Headings, and the files of each.
GROUPS = [
    ('The report: page and text', [
        'analyzer/result/words.c', 'analyzer/result/advice.c', 'analyzer/report/*html.c', 'analyzer/report/page_*.c',
        'analyzer/report/*text*.c', 'analyzer/report/report_table.c', 'analyzer/pipeline/*warnings.c', 'analyzer/since_last_time.c',
        'analyzer/both_legs.c', 'analyzer/charts/*.c', 'logger/shared/iso_time.c']),
    ('Compare', ['analyzer/compare/*.c']),
    ('Trend', ['analyzer/trend/*.c']),
    ('Compare and trend', ['analyzer/multi_session/*.c']),
    ('Recording: live view, questions and messages', [
        'logger/terminal/*.c', 'logger/record/*.c', 'logger/annotate/*.c', 'logger/serial/*.c', 'logger/decode/no_session.c',
        'logger/storage/*.c']),
    ('The app: messages of the program', ['app/*.c', 'app/child/*.c', 'app/session/*.c', 'app/store/*.c', 'app/jobs/*.c']),
    ('The app: the page', ['app/web/index.html', 'app/web/*.js']),
]
# No texts for a runner: JSON, styles, scripts of gnuplot, protocols, the help of options.
LEFT_OUT = re.compile(r'_json\.c$|_style\.c$|_events\.c$|/options|gnuplot\.c$|/svg\.c$|/http/|find_program|page_path|session_index|session_head|legend\.c$|chart_files|report_table|leg_panel|/last_time|usb_device')
# Elements within a sentence.
INLINE = {'b', 'em', 'i', 'small'}
ATTRIBUTES = {'aria-label', 'title', 'alt', 'placeholder', 'aria-description'}
PLACEHOLDER = re.compile(r'%[-+ 0#]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[diuxXeEfFgGcsp]|%%|\$\{[^}]*\}|\{\d+\}')


class Texts(html.parser.HTMLParser):
    """The texts in a piece of HTML: those of elements, and of the attributes that are read."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.text, self.skips = [], '', 0

    def end(self):
        self.found.append(self.text)
        self.text = ''

    def handle_starttag(self, tag, attributes):
        if tag in INLINE and not attributes:
            self.text += f'<{tag}>'
            return
        self.end()
        self.skips += tag in ('style', 'script')
        self.found += [value for name, value in attributes if name in ATTRIBUTES and value]

    def handle_endtag(self, tag):
        if tag in INLINE and self.text.count(f'<{tag}>') > self.text.count(f'</{tag}>'):
            self.text += f'</{tag}>'
            return
        self.end()
        self.skips -= tag in ('style', 'script') and self.skips > 0

    def handle_data(self, data):
        if not self.skips:
            self.text += data


def texts_of_html(source):
    parser = Texts()
    parser.feed(source)
    parser.close()
    parser.end()
    return parser.found


def parse_po(po):
    """Yield (line, text) for each entry of a PO file, in its order."""
    for entry in po.split('\n\n'):
        lines = re.findall(r'^#: (.*)$', entry, re.M)
        found = re.search(r'^msgid ((?:".*"\n?)+)', entry, re.M)
        if lines and found:
            quoted = ''.join(re.findall(r'^"(.*)"$', found.group(1), re.M))
            text = re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), quoted)
            for reference in ' '.join(lines).split():
                path, line = reference.rsplit(':', 1)
                yield path, int(line), text


def xgettext(language, sources):
    """Return the literals of `sources`, {path: source}, as {path: [(line, text)]} in their order."""
    literals = {path: [] for path in sources}
    with tempfile.TemporaryDirectory() as folder:
        for path, source in sources.items():
            os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(folder, path), 'w', encoding='utf-8') as file:
                file.write(source)
        run = subprocess.run(['xgettext', '-a', '-L', language, '--from-code=UTF-8', '--no-wrap', '-o', '-', *sources], cwd=folder,
                             capture_output=True, text=True, check=True)
    for path, line, text in parse_po(run.stdout):
        literals[path].append((line, text))
    return {path: sorted(found, key=lambda one: one[0]) for path, found in literals.items()}


def preprocess(path):
    """Return what the preprocessor makes of the file's own lines: macros are texts then."""
    include = {'logger': ['firmware/src', 'logger'], 'app': ['logger', 'app']}.get(path.split('/')[0], ['firmware/src', 'logger', 'analyzer'])
    run = subprocess.run(['cc', '-E', '-std=c11', '-D_POSIX_C_SOURCE=200809L', '-D_XOPEN_SOURCE=700', '-DROLLER_VERSION="%s"',
                          *[f'-I{folder}' for folder in include], path], capture_output=True, text=True, check=True)
    own, is_own = [], False
    for line in run.stdout.split('\n'):
        marker = re.match(r'# \d+ "(.*?)"', line)
        is_own = os.path.normpath(marker.group(1)) == path if marker else is_own
        if is_own:
            own.append(line)
    return '\n'.join(own) + '\n'


def number_expressions(path, expressions):
    """Return the source of a module with a number for each ${...}: xgettext knows no template with an expression."""
    with open(path, encoding='utf-8') as file:
        source = file.read()

    def keep(match):
        expressions.append(match.group(0))
        return f'\u2039{len(expressions) - 1}\u203a'

    inner = r'\$\{[^{}`]*(?:\{[^{}`]*\}[^{}`]*)*\}'
    source = re.sub(inner, keep, source)
    return re.sub(inner.replace('[^{}`]*', '(?:[^{}`]|`[^`]*`)*'), keep, source)  # a template within a template


def put_back(text, expressions):
    while '\u2039' in text:
        text = re.sub('\u2039(\\d+)\u203a', lambda match: expressions[int(match.group(1))], text)
    return text


# Before a literal of the page that is no text: an attribute, an element's name, a comparison, an id.
JS_NO_TEXT = re.compile(
    r'(\b(class|kind|d|viewBox|id|role|type|for|href|name|points|value|state|leg|key|event|preserveAspectRatio|code|method|look|fill|target|unit): '
    r'|\b(\$|h|s|icon|set|get|on|play|choose|choice|viewChoice|isOn|turn|post|session|import|from|addEventListener|querySelectorAll|querySelector|'
    r'closest|matches|getElementById|createElement|createElementNS|getItem|setItem|setProperty|toggle|add|remove|has|fetch|fill|includes|startsWith|split|join|padStart|dataset|Map|at)\('
    r'|[!=]== |from |case |\[|import |return |=== )$')


# What else is no text: names of styles and of the system.
NAMES = {'card one', 'status off', 'main wide', 'small quiet', 'big three', 'Content-Type', 'en-GB', '2-digit', 'HOME', '$HOME', 'TMPDIR', 'OUTPUT',
         'FAULT', 'END', 'Map', 'D0123456789,-*ABCEFr', '(prefers-reduced-motion: reduce)', 'write', 'ermission', 'CSV'}
WORD_FILES = re.compile(r'analyzer/(result|report|compare|trend|multi_session)/(?!chart)|logger/(terminal|shared)/|\.html$')


def is_text(text, path):
    """Whether a runner reads it: words, and neither a name nor a path nor a drawing."""
    bare = PLACEHOLDER.sub(' ', re.sub(r'</?\w+>', '', text)).strip()
    if not re.search(r'[A-Za-z]{2}', bare) or text in NAMES or re.search(r'[\x00-\x1f]', text):
        return False
    if re.search(r'\w="|[{};]\s*$|^\W*--|^[#./]|://|\{s:|"\w+":|^data-|^[A-Z][a-z]+/|^(translate|scale|heat-|rotate)\b|<< END|fillstyle|^dt ', bare):
        return False
    if ' ' not in bare and re.search(r'[_/=<>@#\\]|[a-z][A-Z]|\w\.\w|-\w+-|^\W*[a-z]+-[a-z]+$', bare):
        return False
    if re.fullmatch(r'[a-z]\w*:?', bare) and not path.endswith('.js') and not WORD_FILES.search(path):
        return False
    return not re.match(r'((set|plot|unset|[a-z]+:[a-z]+$)\b|M-?\d)', bare) or bool(re.search(r'[.?!]$', bare))


def collect(path, literals):
    """Return the texts of a file, in their order."""
    found = []
    if path.endswith('.html'):
        with open(path, encoding='utf-8') as file:
            found = texts_of_html(file.read())
    for before, text in literals.get(path, []):
        bare = PLACEHOLDER.sub('', text).strip()
        is_word = re.fullmatch(r'[a-z0-9-]+( [a-z0-9-]+)*', bare)
        if path.endswith('.c'):
            found += texts_of_html(text) if '<' in text else [text]
        elif not (JS_NO_TEXT.search(before) and not re.search(r'[A-Z].* |[.?!]$', bare)) and \
                (not is_word or re.search(r'null, $|says: $' if ' ' not in bare else r"(null|\}|\)|'), $|says: $|[?:] $|\+ $", before)):
            found.append(text)
    rows = []
    for text in found:
        for line in text.split('\n'):
            line = re.sub(r'\s+', ' ', line).strip(' ')
            if line and is_text(line, path) and line not in rows:
                rows.append(line)
    return rows


def paths_of(patterns):
    paths = [path for pattern in patterns for path in sorted(glob.glob(pattern))]
    return list(dict.fromkeys(path for path in paths if not LEFT_OUT.search(path)))


def find_literals():
    """Return {path: [(what is before the literal in its line of the page's modules, text)]}."""
    paths = [path for _, patterns in GROUPS for path in paths_of(patterns)]
    found = {path: [('', text) for _, text in texts]
             for path, texts in xgettext('C', {path: preprocess(path) for path in paths if path.endswith('.c')}).items()}
    expressions = []
    modules = {path: number_expressions(path, expressions) for path in paths if path.endswith('.js')}
    for path, texts in xgettext('JavaScript', modules).items():
        lines = modules[path].split('\n')
        found[path] = [(lines[line - 1][:max(0, lines[line - 1].find(text) - 1)],
                        put_back(text, expressions)) for line, text in texts]
    return found


def cell(text):
    return text.replace('|', r'\|').replace('<', '&lt;')


def make_list():
    out = ['# Texts', '',
           'What a runner reads: the report, compare, trend, the live view, questions and messages of `record` and `annotate`, and the app. For translators. `make texts` makes this list from the code; a change there is a change here. '
           'A text of several files is listed once, where it comes first.', '',
           '| placeholder | stands for |', '|---|---|',
           '| `%s` | a text: a name, a time, or another text of this list |',
           '| `%d` `%u` `%ld` `%zu` `%llu`, with a width: `%3d` | a whole number |',
           '| `%.0f` `%.1f` `%g` `%+.0f` | a number, with so many decimals; with `+` always with its sign |',
           '| `%c` | a character |', '| `%*s` `%-12s` `%-*s` | a text in a column of a fixed width |', '| `%%` | a percent sign |',
           '| `${...}` | what the expression gives: a number or a text |',
           '| `<b>` ... `</b>` | bold |', '',
           'Texts are put together from parts: one that begins with a small letter or a comma continues another. Keep spaces around a placeholder.']
    seen, literals = set(), find_literals()
    for heading, patterns in GROUPS:
        out += ['', f'## {heading}']
        for path in paths_of(patterns):
            rows = [row for row in collect(path, literals) if row not in seen]
            seen.update(rows)
            if rows:
                out += ['', f'### {path}', '', '| text |', '|---|'] + [f'| {cell(row)} |' for row in rows]
    return '\n'.join(out) + '\n', seen


def long_sentences(texts):
    """As in test_sentences.c: a sentence ends at .!?:; before a space, and at a dot between facts."""
    for text in sorted(texts):
        for sentence in re.split(r'(?<=[.!?:;])(?:\s|$)|·', re.sub(r'</?\w+>', '', text)):
            if len(sentence.split()) > WORDS_MAX:
                yield sentence.strip()


def main():
    os.chdir(sys.argv[1])
    if not shutil.which('xgettext') or not shutil.which('cc'):
        print('texts: skipped, xgettext or cc is not installed (make deps-dev)', file=sys.stderr)
        return 0 if '--check' in sys.argv else 1
    made, texts = make_list()
    if '--check' not in sys.argv:
        sys.stdout.write(made)
        return 0
    with open('docs/texts.md', encoding='utf-8') as file:
        is_current = file.read() == made
    too_long = list(long_sentences(texts))
    if not is_current:
        print('docs/texts.md differs from the code: make texts', file=sys.stderr)
    for sentence in too_long:
        print(f'over {WORDS_MAX} words: {sentence}', file=sys.stderr)
    if not is_current or too_long:
        return 1
    print(f'texts: {len(texts)} texts are listed, no sentence is over {WORDS_MAX} words')
    return 0


sys.exit(main())
