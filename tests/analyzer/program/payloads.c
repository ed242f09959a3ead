/* SPDX-License-Identifier: MIT */
#include "payloads.h"

#include <stdio.h>
#include <string.h>

#define WRAPPINGS 3

/* '~' stands for the name of the canary file. */
static const struct {
    enum payload_kind kind;
    const char *text;
} payloads[] = {
    /* gnuplot and the shell */
    {PAYLOAD_COMMAND, "`touch ~`"},
    {PAYLOAD_COMMAND, "$(touch ~)"},
    {PAYLOAD_COMMAND, "'; system('touch ~'); '"},
    {PAYLOAD_COMMAND, "\"; system(\"touch ~\"); \""},
    {PAYLOAD_COMMAND, "\n!touch ~\n"},
    {PAYLOAD_COMMAND, "'\n!touch ~\n'"},
    {PAYLOAD_COMMAND, "\nsystem 'touch ~'\n"},
    {PAYLOAD_COMMAND, "'< touch ~'"},
    {PAYLOAD_COMMAND, "< touch ~"},
    {PAYLOAD_COMMAND, "| touch ~"},
    {PAYLOAD_COMMAND, "'|touch ~"},
    {PAYLOAD_COMMAND, "\nEND\nset output '|touch ~'\nplot x\n"},
    {PAYLOAD_COMMAND, "\nset print '|touch ~'; print 1\n"},
    {PAYLOAD_COMMAND, "\nload '< touch ~'\n"},
    {PAYLOAD_COMMAND, "\nEND\nset output '~'\nplot x\n"},
    {PAYLOAD_COMMAND, "; touch ~ ;"},
    {PAYLOAD_COMMAND, "&& touch ~"},
    {PAYLOAD_COMMAND, "-o~"},
    {PAYLOAD_COMMAND, "--output=~"},
    {PAYLOAD_COMMAND, "%n%n%s%s%x ~"},
    /* HTML pages */
    {PAYLOAD_MARKUP, "<script>alert(1)</script>"},
    {PAYLOAD_MARKUP, "</title><script>1</script>"},
    {PAYLOAD_MARKUP, "</style><b>"},
    {PAYLOAD_MARKUP, "\"><img src=x onerror=alert(1)>"},
    {PAYLOAD_MARKUP, "' onmouseover='alert(1)"},
    {PAYLOAD_MARKUP, "\" autofocus onfocus=\"alert(1)"},
    {PAYLOAD_MARKUP, "` onload=1 `"},
    {PAYLOAD_MARKUP, "--><b>"},
    {PAYLOAD_MARKUP, "<!--"},
    {PAYLOAD_MARKUP, "<![CDATA["},
    {PAYLOAD_MARKUP, "]]><b>"},
    {PAYLOAD_MARKUP, "<?php system('touch ~'); ?>"},
    {PAYLOAD_MARKUP, "<iframe src=\"javascript:alert(1)\">"},
    {PAYLOAD_MARKUP, "<a href=javascript:alert(1)>x</a>"},
    {PAYLOAD_MARKUP, "<meta http-equiv=refresh content=\"0;url=file:///~\">"},
    {PAYLOAD_MARKUP, "<base href=//example.org/>"},
    {PAYLOAD_MARKUP, "<link rel=stylesheet href=//example.org/x>"},
    {PAYLOAD_MARKUP, "<object data=x><embed src=x>"},
    {PAYLOAD_MARKUP, "<form action=x><input name=y>"},
    {PAYLOAD_MARKUP, "<details open ontoggle=alert(1)>"},
    {PAYLOAD_MARKUP, "<template><b>"},
    {PAYLOAD_MARKUP, "&lt;script&gt;&#60;b&#62;&#x3c;b&#x3e;"},
    {PAYLOAD_MARKUP, "&amp;lt;b&amp;gt; &bogus; &#0; &#xD800;"},
    {PAYLOAD_MARKUP, "<scr<script>ipt>"},
    {PAYLOAD_MARKUP, "\xf0\x9f<b>"},
    {PAYLOAD_MARKUP, "\xc0\xbc"
                     "b>\xe0\x80\xbc"},
    {PAYLOAD_MARKUP, "+ADw-script+AD4-"},
    {PAYLOAD_MARKUP, "<b style=\"background:url(//example.org/x)\">"},
    /* pictures */
    {PAYLOAD_SVG, "<svg onload=alert(1)>"},
    {PAYLOAD_SVG, "<svg/onload=alert(1)//"},
    {PAYLOAD_SVG, "</text></svg><script>1</script>"},
    {PAYLOAD_SVG, "<foreignObject><body onload=1>"},
    {PAYLOAD_SVG, "<image href=//example.org/x.png>"},
    {PAYLOAD_SVG, "<use href=data:image/svg+xml,x>"},
    {PAYLOAD_SVG, "<animate attributeName=href values=javascript:1>"},
    {PAYLOAD_SVG, "<set attributeName=onload to=1>"},
    {PAYLOAD_SVG, "<!ENTITY x SYSTEM \"file:///etc/passwd\">&x;"},
    {PAYLOAD_SVG, "<?xml-stylesheet href=//example.org/x?>"},
    /* spreadsheets */
    {PAYLOAD_FORMULA, "=1+1"},
    {PAYLOAD_FORMULA, "=cmd|'/C touch ~'!A0"},
    {PAYLOAD_FORMULA, "x,=1+1"},
    {PAYLOAD_FORMULA, "x;=1+1"},
    {PAYLOAD_FORMULA, "x, +1+1"},
    {PAYLOAD_FORMULA, "x,-1+1,@SUM(1)"},
    {PAYLOAD_FORMULA, "x,\"=HYPERLINK(\"\"//example.org\"\")\""},
    {PAYLOAD_FORMULA, "x,\t=1+1"},
    {PAYLOAD_FORMULA, "x\r\n=1+1"},
    {PAYLOAD_FORMULA, "x,'=1,\"'=1\",\"\"=1"},
    /* terminals and folders */
    {PAYLOAD_TERMINAL, "\x1b]0;title\x07\x1b[2J\x1b[31m"},
    {PAYLOAD_TERMINAL, "\x1b]52;c;dG91Y2g=\x07"},
    {PAYLOAD_TERMINAL, "\x1b]8;;file:///etc/passwd\x1b\\here\x1b]8;;\x1b\\"},
    {PAYLOAD_TERMINAL, "\x1bP$q\"p\x1b\\\x1b[6n\x1b[c"},
    {PAYLOAD_TERMINAL, "\x9b"
                       "31m\x9d"
                       "0;x\x9c"},
    {PAYLOAD_TERMINAL, "\xc2\x9b"
                       "31m\xc2\x9d"
                       "0;x\xc2\x9c"},
    {PAYLOAD_TERMINAL, "a\rb\b\b\b\x7f\v\f"},
    {PAYLOAD_TERMINAL, "\xe2\x80\xae txt.exe \xe2\x81\xa6x\xe2\x80\xa8y\xe2\x80\xa9"},
    {PAYLOAD_TERMINAL, "../../../../~"},
    {PAYLOAD_TERMINAL, "..\\..\\~"},
    {PAYLOAD_TERMINAL, "/etc/passwd"},
    {PAYLOAD_TERMINAL, "\xff\xfe\x01\x02\x03"},
};

#define TEXTS (sizeof payloads / sizeof payloads[0])

size_t payload_count(void)
{
    return TEXTS * WRAPPINGS;
}

size_t payload_count_of(enum payload_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < TEXTS; i++)
        count += payloads[i].kind == kind;
    return count * WRAPPINGS;
}

void payload_write(size_t index, const char *canary, char *out, size_t size)
{
    static const char *const wrappings[WRAPPINGS][2] = {{"", ""}, {"sore, ", ""}, {"\"'", "'\""}};
    const char *text = payloads[index % TEXTS].text, *tilde = strchr(text, '~');
    const char *const *around = wrappings[index / TEXTS % WRAPPINGS];
    if (tilde)
        snprintf(out, size, "%s%.*s%s%s%s", around[0], (int)(tilde - text), text, canary, tilde + 1, around[1]);
    else
        snprintf(out, size, "%s%s%s", around[0], text, around[1]);
}
