"""Style and script that a live figure or form brings to the page of JupyterLab or Notebook: for small screens, for dark
ones, and for screen readers.
"""

import html

STYLE = """<style>
body[data-jp-theme-light="false"] img:is(.lrcourse, .jp-needs-light-background) {
    background: none; filter: invert(0.88) hue-rotate(180deg); /* light on dark, the hues as they were */
}
@media (max-width: 700px) { /* a phone: letters stay readable, and the picture is moved sideways */
    img:is(.lrcourse, .jp-needs-light-background) { min-width: 600px; }
    .jp-RenderedText pre { word-break: normal; overflow-wrap: anywhere; }
    .jp-RenderedHTMLCommon { overflow-x: auto; }
}
.lr-table table { border-collapse: collapse; line-height: 1.5; }
.lr-table :is(td, th) { padding: 0.2em 0.8em 0.4em 0; text-align: left; vertical-align: top; }
.lr-table tr + tr { border-top: 1px solid var(--jp-border-color2, silver); }
.lr-table label { display: inline-block; margin-right: 0.6em; white-space: nowrap; }
@media (max-width: 700px) { /* a row's name above it */
    .lr-table tr { display: grid; grid-template-columns: repeat(3, 1fr); }
    .lr-table tr > :first-child { grid-column: 1 / -1; padding-bottom: 0; }
    .lrcourse-sure { flex-wrap: wrap; height: auto !important; } /* the track below what it is about */
    .lrcourse-sure .slider-container { order: 1; flex: 1 0 90% !important; }
}
</style>"""  # for pictures and printed lines, on the pages of JupyterLab and Notebook
SPOKEN = """
const speak = box => {
    const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value);
    const text = (slider, part) => slider.querySelector(part)?.textContent ?? '';
    for (const slider of box.querySelectorAll('.widget-slider')) {
        const handle = slider.querySelector('.noUi-handle'), readout = slider.querySelector('.widget-readout');
        if (!handle || !readout) continue;
        set(handle, 'aria-label', text(slider, '.widget-label'));
        set(handle, 'aria-valuetext', readout.textContent);
        set(readout, 'tabindex', '-1');
        set(readout, 'contenteditable', 'false');
    }
    for (const group of box.querySelectorAll('.widget-toggle-buttons')) {
        const buttons = [...group.querySelectorAll('.widget-toggle-button')];
        for (const button of buttons) set(button, 'aria-pressed', `${button.classList.contains('mod-active')}`);
        set(group, 'role', 'group');
        if (buttons.length) set(group, 'aria-label', buttons[0].title.replace(`: ${buttons[0].textContent}`, ''));
    }
    for (const said of box.querySelectorAll('.lrcourse-said')) set(said, 'role', 'status');
};
const leave = event => {
    const runs = event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    const cell = event.target.closest('.jp-Cell');
    if (!cell || !event.target.matches('input, textarea') || !(runs || event.key === 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    cell.focus(); // what is typed is handed over
    cell.dispatchEvent(new KeyboardEvent('keydown', event));
};
const start = tries => {
    const box = this.closest('.lrcourse-live');
    if (!box) return tries && setTimeout(start, 100, tries - 1);
    speak(box);
    box.addEventListener('keydown', leave, true);
    new MutationObserver(() => speak(box)).observe(box, {
        subtree: true, childList: true, characterData: true, attributeFilter: ['aria-valuetext', 'class', 'title'],
    });
};
start(100);
"""  # tells a screen reader what ipywidgets does not: sliders' names and values, which button is pressed, what is new;
# and hands Esc and Shift+Enter from a field on to its cell: JupyterLab's shortcuts rest while an input has the focus
SPEAKING = (
    f'<img alt="" src="data:," onerror="{html.escape(SPOKEN)}">'  # the only way to run a script in an HTML widget
)
DOWNLOAD = (  # as soon as it is on the page, the browser saves `content`, in base64, under `name`
    '<a href="data:application/octet-stream;base64,{content}" download="{name}">'
    '<img alt="" src="data:," onerror="this.parentNode.click()"></a>'
)
CHOSEN = """
const area = this.closest('.lrcourse-live').querySelector('.lrcourse-chosen textarea');
area.value = new URLSearchParams(new FormData(this));
area.dispatchEvent(new Event('change', {bubbles: true}));
"""  # all that is chosen in a form, whenever something is
HANDED_OVER = """
const [file] = this.files, reader = new FileReader();
const area = this.closest('.lrcourse-live').querySelector('.lrcourse-chosen textarea');
const hand_over = text => {{
    area.value = text;
    area.dispatchEvent(new Event('change', {{bubbles: true}}));
}};
reader.onloadend = () => hand_over(reader.result ?? 'unreadable');
if (file?.size > {largest}) hand_over('too large');
else if (file) reader.readAsDataURL(file);
this.value = '';
"""  # ipywidgets' own chooser breaks the connection to the kernel if the file is large, and says nothing
CHOOSER = f'<label>{{label}}: <input type="file" onchange="{html.escape(HANDED_OVER)}"></label>'
