"""The style of a drawing that stands alone in a file, in light and dark. On a page the page's own sheet says the same.

`g-edge`, `g-head`: an edge and its head; `g-node`: a box, `g-op`: an operation, with `st-bad`, `st-good`, `st-carry`
after marking; `g-name`: a name in a box, `g-sym`: a sign, with `s` a step written out; `g-val`, `g-grad`: numbers,
with `start` not centred; `g-halo`, `g-flag`: the first slip; `g-bad-edge`, `g-bad-head`: its edges; `it`: a name in
a text.
"""

from __future__ import annotations

STYLE = """
svg { color-scheme: light dark; --ink: #17191E; --surface: #FFFFFF; --sunken: #F3F3EF; --accent: #2F45C5;
  --good: #156B44; --bad: #B42B26; --bad-tint: #FCEEEC; --carry: #7D5000; background: var(--surface);
  --math: "STIX Two Text", "STIX", "STIXGeneral", "Cambria", "Times New Roman", "Liberation Serif", serif;
  --sans: "Inter", "Segoe UI", "Noto Sans", "Noto Sans CJK KR", sans-serif }
@media (prefers-color-scheme: dark) { svg { --ink: #ECEEF2; --surface: #191C22; --sunken: #20242B; --accent: #A6B5FF;
  --good: #74D3A4; --bad: #FF9F96; --bad-tint: #351D1E; --carry: #EBBD68 } }
.g-edge { fill: none; stroke: var(--ink); stroke-width: 1.6; opacity: .62 }
.g-head { fill: var(--ink); opacity: .72 }
.g-node { fill: var(--surface); stroke: var(--ink); stroke-width: 1.8 }
.g-op { fill: var(--sunken); stroke: var(--ink); stroke-width: 1.8 }
.g-name, .g-sym, .g-val, .g-grad { font: 400 25px/1 var(--math); fill: var(--ink); text-anchor: middle }
.g-name, .it { font-style: italic }
.g-sym.s { font-size: 20px }
.g-val, .g-grad { font-size: 20px; font-variant-numeric: lining-nums tabular-nums }
.g-grad { fill: var(--accent) }
.g-val.start, .g-grad.start { text-anchor: start }
.g-halo { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 2.5 }
.g-flag rect { fill: var(--bad) }
.g-flag text { font: 500 13px/1 var(--sans); fill: var(--surface); text-anchor: middle }
.st-bad { stroke: var(--bad); stroke-width: 2.4; fill: var(--surface) }
.st-good { stroke: var(--good); stroke-width: 2.4 }
.st-carry { stroke: var(--carry); stroke-dasharray: 5 4; stroke-width: 2 }
.g-bad-edge { stroke: var(--bad); opacity: 1; stroke-width: 2.2 }
.g-bad-head { fill: var(--bad); opacity: 1 }
""".strip()
