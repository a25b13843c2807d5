"use strict";
/* The sliders and predictions of a page that has no kernel. A figure's frames come in a script of their own, since a
   page opened as a file may not fetch; it is loaded when the reader comes near the figure. */
const lrcourse = (() => {
    const figures = new Map(); // name of a figure -> the function that its frames are handed to

    function awaken(figure) {
        const name = figure.dataset.frames;
        if (figures.has(name)) return;
        figures.set(name, (kept) => drive(figure, kept));
        const script = document.createElement("script");
        script.src = `_static/frames/${name}.js`;
        document.head.append(script);
    }

    function drive(figure, {stops, layers, shown, texts}) {
        const picture = figure.querySelector(".lr-layer");
        const sliders = [...figure.querySelectorAll("input")];
        function show() {
            let at = 0;
            sliders.forEach((slider, k) => {
                const stop = stops[k][slider.value];
                at = at * stops[k].length + Number(slider.value);
                slider.setAttribute("aria-valuetext", stop);
                slider.nextElementSibling.textContent = stop;
            });
            picture.src = `data:image/webp;base64,${layers[shown[at]]}`;
            picture.alt = texts[at];
        }
        for (const slider of sliders) {
            slider.disabled = false;
            slider.addEventListener("input", show);
        }
    }

    const key = (question) => `lrcourse ${question}`;

    const memory = new Map(); // what a browser that keeps nothing knows as long as the page lasts
    const TOO_LATE = ""; // kept in the place of a first choice if what came out was shown before there was one

    function stored(name) {
        try { return localStorage.getItem(name); } catch { return memory.get(name) ?? null; }
    }

    function keep(name, value) {
        try { localStorage.setItem(name, value); } catch { memory.set(name, value); }
    }

    function counted({dataset: {question, former}}) { // the first choice of a fieldset or a cell; null if there is none
        const choice = stored(key(question)), before = former ? stored(key(former)) : null;
        if (choice !== null || before === null) return choice;
        keep(key(question), before); // under the question's name of today, as it was chosen when lessons had numbers
        return before;
    }

    const lately = (question) => `${key(question)} now`; // where a later choice is kept

    function compare(question, first, now) {
        for (const outcome of document.querySelectorAll(`.lr-outcome[data-question="${question}"]`)) {
            const came = first === outcome.dataset.truth ? "and so it came out" : "which is not what came out";
            const said = now !== null && now !== first ? `You first predicted ${first}` : `You predicted ${first}`;
            const late = now === null ? "" : "You chose after this was shown, and so your choice does not count.";
            outcome.querySelector("span").textContent = first === TOO_LATE ? late : `${said}, ${came}.`;
        }
    }

    const root = document.documentElement, printing = matchMedia("print");
    if (!stored("mode")) { // the HTML says light, for browsers without scripts
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        Object.assign(root.dataset, {mode: "auto", theme: dark ? "dark" : "light"});
    }
    let theme = null; // what the reader sees while the page is printed, which is light: paper is
    printing.addEventListener("change", () => {
        if (printing.matches) [theme, root.dataset.theme] = [root.dataset.theme, "light"];
        else if (theme) root.dataset.theme = theme;
    });

    document.addEventListener("DOMContentLoaded", () => {
        const sized = new ResizeObserver((seen) => { // Tab stops only at a picture that can be moved sideways
            for (const {target} of seen) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
        });
        document.querySelectorAll(".lr-picture").forEach((picture) => sized.observe(picture));

        for (const [box, opener] of [ // when it closes, the keyboard is where it was: the theme loses that
            ["#pst-search-dialog", ".search-button"],
            ["#pst-primary-sidebar-modal", ".primary-toggle"],
            ["#pst-secondary-sidebar-modal", ".secondary-toggle"],
        ]) {
            document.querySelector(box)?.addEventListener("close", ({target}) => {
                const active = document.activeElement;
                if (active === document.body || target.contains(active)) document.querySelector(opener)?.focus();
            });
        }

        const near = new IntersectionObserver((seen) => {
            for (const {isIntersecting, target} of seen) if (isIntersecting) awaken(target);
        }, {rootMargin: "800px"});
        document.querySelectorAll("[data-frames]").forEach((figure) => near.observe(figure));

        for (const place of document.querySelectorAll("td[data-question]")) {
            const choice = counted(place), came = place.parentElement.lastElementChild.textContent;
            if (choice) place.textContent = `${choice === came ? "✓" : "✗"} ${choice}`;
        }

        for (const question of document.querySelectorAll(".lr-choice, .lr-table [data-question]")) {
            const name = question.dataset.question, first = counted(question), last = stored(lately(name)) ?? first;
            for (const button of question.querySelectorAll("input")) {
                button.checked = button.value === last;
                button.addEventListener("change", () => {
                    if (counted(question) === null) keep(key(name), button.value);
                    keep(lately(name), button.value);
                    compare(name, counted(question), button.value);
                });
            }
            if (first !== null) compare(name, first, stored(lately(name)));
            for (const outcome of document.querySelectorAll(`.lr-outcome[data-question="${name}"]`)) {
                outcome.addEventListener("toggle", () => {
                    if (outcome.open && counted(question) === null) keep(key(name), TOO_LATE);
                });
            }
        }
    });

    return {frames: (name, kept) => figures.get(name)(kept)};
})();
