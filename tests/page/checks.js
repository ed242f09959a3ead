// SPDX-License-Identifier: MIT
// Checks of a page as the browser shows it. The value is a list of problems. page_check runs this through the debugging
// pipe; the page itself has no script.
(() => {
    const problems = [];
    const say = (what) => problems.push(what);
    const name = (text) => JSON.stringify(text.trim().replace(/\s+/g, ' ').slice(0, 50));

    // ---- Contrast ----

    const parse = (colour) => {
        const numbers = (colour.match(/[\d.]+(e-?\d+)?/g) || []).map(Number);
        const unit = colour.startsWith('color(');
        const [r, g, b, a] = unit ? numbers.map((n, i) => (i < 3 ? n * 255 : n)) : numbers;
        return { r, g, b, a: a === undefined ? 1 : a };
    };
    const over = (top, below) => ({
        r: top.r * top.a + below.r * (1 - top.a),
        g: top.g * top.a + below.g * (1 - top.a),
        b: top.b * top.a + below.b * (1 - top.a),
        a: 1,
    });
    const luminance = ({ r, g, b }) => {
        const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        const [x, y, z] = [r, g, b].map((v) => linear(v / 255));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
    };
    const shapes = ['polygon', 'path', 'rect', 'circle', 'ellipse'];
    // Return the colour that an element paints behind others; null if it paints nothing.
    const paint = (element) => {
        const style = getComputedStyle(element);
        if (!(element instanceof SVGElement)) return parse(style.backgroundColor);
        if (!shapes.includes(element.tagName) || style.fill === 'none') return null;
        const colour = parse(style.fill);
        return { ...colour, a: colour.a * Number(style.fillOpacity) * Number(style.opacity) };
    };
    const behind = (element, x, y) => {
        const stack = document.elementsFromPoint(x, y);
        const from = stack.findIndex((e) => e === element || element.contains(e) || e.contains(element));
        const layers = stack.slice(Math.max(from, 0)).map(paint).filter((p) => p && p.a > 0);
        const ground = matchMedia('(prefers-color-scheme: dark)').matches && !matchMedia('print').matches ? 0 : 255;
        return layers.reverse().reduce((below, top) => over(top, below), { r: ground, g: ground, b: ground, a: 1 });
    };

    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const range = document.createRange();
        range.selectNodeContents(node);
        const rect = range.getClientRects()[0];
        if (!node.data.trim() || !rect || rect.width === 0) continue;
        texts.push({ words: node.data, element: node.parentElement, rect });
    }
    if (texts.length < 10) say('hardly any text is shown');
    let least = Infinity;
    for (const { words, element, rect } of texts) {
        const style = getComputedStyle(element);
        const drawn = element instanceof SVGElement;
        const ground = behind(element, rect.left + rect.width / 2, rect.top + rect.height / 2);
        const ratio = contrast(over(parse(drawn ? style.fill : style.color), ground), ground);
        least = Math.min(least, ratio);
        if (ratio < 4.5) say(`contrast of ${name(words)} is only ${ratio.toFixed(2)}`);
        const svg = element.closest('svg');
        const scale = drawn ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        const size = parseFloat(style.fontSize) * scale;
        if (size < (matchMedia('print').matches ? 10.6 : 10)) say(`${name(words)} is only ${size.toFixed(1)} px high`);
    }

    // ---- Space ----

    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) {
        const beyond = (element) => element.getBoundingClientRect().right > innerWidth + 1;
        const worst = [...document.querySelectorAll('main *')].find(beyond);
        say(`scrolls sideways: ${wide} px on ${innerWidth}, by ${worst && worst.outerHTML.slice(0, 80)}`);
    }
    for (const svg of document.querySelectorAll('svg')) {
        const frame = svg.getBoundingClientRect();
        if (frame.width === 0) continue;
        const labels = texts.filter((t) => svg.contains(t.element));
        labels.forEach((a, i) => {
            if (a.rect.left < frame.left - 1 || a.rect.right > frame.right + 1 || a.rect.top < frame.top - 1 ||
                a.rect.bottom > frame.bottom + 1)
                say(`${name(a.words)} is cut off at the edge of its chart`);
            for (const b of labels.slice(i + 1)) {
                const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
                const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
                if (across > 1 && down > 4) say(`${name(a.words)} and ${name(b.words)} overlap`);
            }
        });
    }

    for (const { words, element, rect } of texts) {
        const box = element instanceof SVGElement ? null : element.closest('.facts,.spots li,.card,header,footer');
        const edge = box && box.getBoundingClientRect();
        const scrolls = element.closest('.scroll') && !matchMedia('print').matches;
        if (edge && !scrolls && (rect.right > edge.right + 1 || rect.left < edge.left - 1))
            say(`${name(words)} leaves its box`);
    }

    if (matchMedia('print').matches) {
        for (const box of document.querySelectorAll('.scroll'))
            if (box.scrollWidth > box.clientWidth + 1) say(`${name(box.innerText)} is cut off in print`);
        for (const part of document.querySelectorAll('.folded'))
            if (part.getBoundingClientRect().height === 0) say(`${name(part.textContent)} is not printed`);
    }

    // ---- Accessibility, structure and safety ----

    const labelled = (element) => (element.getAttribute('aria-label') || '').trim().length > 10;
    for (const svg of document.querySelectorAll('svg')) {
        const image = svg.closest('[role=img]');
        if (!image || !labelled(image)) say('a chart has no description');
    }
    for (const image of document.querySelectorAll('img'))
        if (!image.alt) say('an image has no description');
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice) say(`the id ${twice} occurs twice`);
    let level = 0;
    for (const heading of document.querySelectorAll('h1,h2,h3,h4')) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1) say(`the heading ${name(heading.textContent)} skips a level`);
        level = own;
    }
    if (document.querySelectorAll('h1').length !== 1) say('the page does not have exactly one h1');
    if (!document.documentElement.lang) say('the page has no language');
    if (!document.title) say('the page has no title');
    for (const cell of document.querySelectorAll('th'))
        if (!cell.scope) say(`the table head ${name(cell.textContent)} has no scope`);
    if (document.querySelector('script,iframe,object,embed,link,form')) say('there is a script or embedded content');
    for (const element of document.querySelectorAll('*'))
        for (const attribute of element.attributes)
            if (/^on/i.test(attribute.name)) say(`${element.tagName} has ${attribute.name}`);
    return problems.slice(0, 25);
})()
