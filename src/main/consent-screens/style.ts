/**
 * The customers' pages: one column, large type, no script. Sizes are rem and em alone, so that they follow the browser's own font
 * size; colours are DADS tokens (blue, solid-gray, red), in the dark theme their light ends.
 */
export const consentStyle = `
:root { color-scheme: light dark; --side: min(1rem, 4vw); --ink: #1a1a1a; --soft: #595959; --line: #767676; --thin: #d9d9d9; --ground: #ffffff; --tint: #f2f5fb; --accent: #0017c1; --accent-deep: #00118f; --on-accent: #ffffff; --danger: #b60000; --danger-tint: #fdeeee; --focus: #000000; --focus-halo: #ffd43d; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --soft: #b3b3b3; --line: #949494; --thin: #4d4d4d; --ground: #1a1a1a; --tint: #262b3d; --accent: #9db7f9; --accent-deep: #c5d7fb; --on-accent: #000060; --danger: #ff9696; --danger-tint: #3d1c1c; --focus: #ffd43d; --focus-halo: #000000; } }
* { box-sizing: border-box; }
html { font-size: 112.5%; }
body { margin: 0; color: var(--ink); background: var(--ground); font-family: system-ui, "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; line-height: 1.7; line-break: strict; overflow-wrap: anywhere; }
h1, h2, button, legend, label, .error-title { word-break: auto-phrase; }
.phone { white-space: nowrap; }
.hours { display: inline-block; font-size: 0.9em; }
.union { display: flex; align-items: center; flex-wrap: wrap; gap: 0.25rem 0.6rem; padding: 0.75rem var(--side); border-bottom: 3px solid var(--accent); }
.union-name { font-weight: 700; }
.union-service { color: var(--soft); font-size: 0.8rem; }
.language { margin-inline-start: auto; font-size: 0.85rem; }
.mark { width: 1.1rem; height: 1.1rem; border: 0.28rem solid var(--accent); border-radius: 50%; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem var(--side) 2rem; }
.provider { display: grid; gap: 0; margin: 0 0 1rem; padding: 0.75rem var(--side); background: var(--tint); border-inline-start: 4px solid var(--accent); }
.provider-label, .other-company { color: var(--soft); font-size: 0.8rem; }
.step { margin: 0; color: var(--soft); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 0.75rem; font-size: 1.3rem; line-height: 1.5; }
h2 { margin: 1.5rem 0 0.25rem; font-size: 1.05rem; }
h3 { margin: 0.75rem 0 0; font-size: 0.9rem; }
p { margin: 0.5rem 0; }
.hint { color: var(--soft); font-size: 0.85rem; }
form { margin: 1rem 0 0; }
.field { margin: 1rem 0; }
label, legend { display: block; font-weight: 700; }
fieldset { min-width: 0; margin: 1rem 0; padding: 0; border: 0; }
input[type="text"], input[type="password"] { width: 100%; min-height: 3rem; padding: 0.4rem 0.75rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; }
input[aria-invalid="true"] { border: 2px solid var(--danger); }
input[type="checkbox"][aria-invalid="true"] { outline: 2px solid var(--danger); }
.digits { display: flex; flex-wrap: wrap; gap: 1rem; }
.digit input { width: 4rem; text-align: center; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.digit label { font-size: 0.9rem; }
button, a.primary { display: inline-block; width: 100%; min-height: 3.25rem; padding: 0.5rem 1rem; font: inherit; font-weight: 700; text-align: center; text-decoration: none; border-radius: 8px; cursor: pointer; }
.primary { color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); }
.primary:hover { background: var(--accent-deep); }
.secondary { color: var(--accent); background: var(--ground); border: 1px solid var(--accent); }
.secondary:hover { background: var(--tint); }
.cancel { margin-top: 0.75rem; }
a.primary { margin-top: 0.75rem; }
@media (min-width: 36rem) { button, a.primary { width: 20rem; max-width: 100%; } }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-halo); border-radius: 4px; }
a { color: var(--accent); }
.new-tab { display: inline-block; font-size: 0.8rem; color: var(--soft); }
.error { margin: 1rem 0; padding: 0.75rem var(--side); background: var(--danger-tint); border: 2px solid var(--danger); border-radius: 8px; }
.error-title { margin: 0; color: var(--danger); font-weight: 700; }
.caution { margin: 1.5rem 0; padding: 0.25rem var(--side) 0.75rem; border: 1px solid var(--thin); border-radius: 8px; font-size: 0.9rem; }
.caution h2 { margin-top: 0.5rem; font-size: 0.95rem; }
.notes { margin: 0.5rem 0; padding-inline-start: min(1.25rem, 5vw); }
.notes li { margin: 0.25rem 0; }
.question { margin: 1rem 0; padding: 0.75rem var(--side); background: var(--tint); border-radius: 8px; }
.question dt { font-size: 0.85rem; color: var(--soft); }
.question dd { margin: 0; font-weight: 700; }
.data { margin: 0; }
.data div { padding: 0.5rem 0; border-bottom: 1px solid var(--thin); }
.data dt { font-weight: 700; }
.data dd { margin: 0; font-size: 0.9rem; }
.who { margin: 0; }
.who div { padding: 0.35rem 0; border-bottom: 1px solid var(--thin); }
.who dt { color: var(--soft); font-size: 0.85rem; }
.who dd { margin: 0; }
.period { margin: 0; }
.period div { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.period dt { color: var(--soft); }
.period dd { margin: 0; }
.accounts { margin: 0; padding: 0; list-style: none; }
.accounts li, .choice label, td { word-break: keep-all; }
.reason { word-break: normal; }
.accounts li { padding: 0.4rem 0; border-bottom: 1px solid var(--thin); font-variant-numeric: tabular-nums; }
.left-out { margin-top: 1rem; font-weight: 700; font-size: 0.9rem; }
.reason { display: block; color: var(--soft); font-size: 0.85rem; }
.choices { margin: 0.5rem 0; padding: 0; list-style: none; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 0.75rem; align-items: start; padding: 0.6rem 0; border-bottom: 1px solid var(--thin); }
.choice input { width: 1.5rem; height: 1.5rem; margin: 0.2rem 0 0; accent-color: var(--accent); }
.choice label { padding: 0.1rem 0; font-weight: 400; font-variant-numeric: tabular-nums; cursor: pointer; }
.choice input:disabled + label { color: var(--soft); cursor: default; }
.choice-note { grid-column: 2; color: var(--soft); font-size: 0.85rem; }
.tick { border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem var(--side); }
.tick label { font-weight: 700; }
table { width: 100%; border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.5rem; border: 1px solid var(--thin); text-align: start; vertical-align: top; }
th { background: var(--tint); word-break: auto-phrase; }
td:first-child { white-space: nowrap; }
@media (max-width: 35.99rem) { table, tbody, tr, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } tr { margin: 0.75rem 0; border: 1px solid var(--thin); border-radius: 8px; } td { padding: 0.4rem 0.75rem; border: 0; border-top: 1px solid var(--thin); } td:first-child { border-top: 0; border-radius: 8px 8px 0 0; background: var(--tint); font-weight: 700; } td::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.9em; font-weight: 400; } }
.added { display: inline-block; margin-inline-start: 0.6rem; padding: 0 0.5rem; color: var(--accent-deep); background: var(--tint); border: 1px solid var(--accent); border-radius: 4px; font-size: 0.8rem; font-weight: 700; }
.changed { font-weight: 700; }
.renewal { padding: 0.25rem var(--side) 0.5rem; border: 2px solid var(--accent); border-radius: 8px; }
.renewal h2 { margin-top: 0.5rem; }
.other-channel { margin-top: 1.5rem; padding-top: 0.75rem; border-top: 1px solid var(--thin); font-size: 0.9rem; }
.paragraph { white-space: pre-line; }
.watermark { position: fixed; inset-block-end: 0.5rem; inset-inline-end: 0.5rem; z-index: 1; margin: 0; padding: 0.1rem 0.75rem; color: #ffffff; background: #6b2fa0; border-radius: 4px; font-size: 0.8rem; font-weight: 700; pointer-events: none; }
mark { color: #1a1a1a; background: #fff2a8; outline: 1px solid #8a6d00; }
/* The frame is as high as its warning needs in the narrowest window and the largest letters; what has the focus is never behind it (WCAG 2.4.11). */
:root { --time: 3.75rem; }
@media (max-width: 22rem) { :root { --time: 5.75rem; } }
@media (max-width: 16rem) { :root { --time: 6.75rem; } }
@media (max-width: 12rem) { :root { --time: 8rem; } }
html { scroll-padding-block-end: calc(var(--time) + 1.25rem); }
iframe.time { position: sticky; inset-block-end: 0; width: 100%; height: var(--time); border: 0; border-top: 1px solid var(--thin); background: var(--ground); }
.time-left { display: grid; min-height: 100vh; align-items: center; font-size: 0.85rem; line-height: 1.4; }
.time-left p { margin: 0; }
.time-left form { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; margin: 0; font-weight: 700; }
.time-left form p { flex: 1 1 12em; }
.time-left button { width: auto; min-height: 2.5rem; margin: 0.2rem; padding: 0.25rem 1rem; white-space: nowrap; }
.tries { color: var(--danger); font-weight: 700; }
.reassure { margin-top: 1.5rem; padding: 0.5rem var(--side); background: var(--tint); border-radius: 8px; font-size: 0.9rem; }
footer { max-width: 40rem; margin: 0 auto; padding: 1rem var(--side); color: var(--soft); font-size: 0.8rem; border-top: 1px solid var(--thin); }
@media print { body { print-color-adjust: exact; } }
`
