/** The look of the highlight. Masked and blocked differ in colour and in pattern. */
export const STYLES = `
:host { color-scheme: light dark; }
.layer, .legend { font: 12px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
[hidden] { display: none !important; }
.layer { position: fixed; inset: 0; overflow: clip; }
.box {
  position: absolute; top: 0; left: 0; box-sizing: border-box; overflow: hidden; border-radius: 3px;
  padding: 1px 5px; font-size: 11px; font-weight: 600; line-height: 1.5; white-space: nowrap; text-overflow: ellipsis;
}
.masked, .swatch.masked {
  border: 1.5px solid #4149d8;
  background: repeating-linear-gradient(45deg, rgb(65 73 216 / 34%) 0 4px, rgb(143 150 255 / 16%) 4px 8px);
  box-shadow: 0 0 0 1px rgb(255 255 255 / 65%);
}
.blocked, .swatch.blocked {
  border: 2px solid #9c2f00;
  background:
    repeating-linear-gradient(0deg, rgb(120 36 0 / 24%) 0 1px, transparent 1px 7px),
    repeating-linear-gradient(90deg, rgb(120 36 0 / 24%) 0 1px, transparent 1px 7px),
    rgb(255 205 165 / 94%);
  color: #4a1600;
  box-shadow: 0 0 0 1px rgb(255 255 255 / 65%);
}
.tip {
  position: absolute; top: 0; left: 0; z-index: 1; max-width: 232px; padding: 2px 7px; border-radius: 4px;
  overflow: hidden; white-space: nowrap; text-overflow: ellipsis; background: #1b1e26; color: #fff;
}
.legend {
  position: fixed; right: 12px; bottom: 12px; box-sizing: border-box; width: 272px; max-height: min(60vh, 420px);
  overflow: auto; padding: 10px 12px 12px; border: 1px solid light-dark(#d9dce3, #3a3e48); border-radius: 8px;
  background: light-dark(#fff, #1d1f25); color: light-dark(#1b1e26, #e8eaef); pointer-events: auto;
  box-shadow: 0 4px 16px light-dark(rgb(20 24 40 / 18%), rgb(0 0 0 / 50%)); overflow-wrap: anywhere;
}
.left { right: auto; left: 12px; }
header { display: flex; align-items: center; gap: 2px; }
h2 { flex: 1; margin: 0; font: inherit; font-size: 13px; font-weight: 600; }
ul { display: grid; gap: 3px; margin: 6px 0 0; padding: 0; list-style: none; }
li { display: flex; align-items: baseline; gap: 8px; }
li span:nth-last-child(2) { flex: 1; }
.count { font-variant-numeric: tabular-nums; }
.total { font-weight: 600; }
.swatch { flex: none; align-self: center; width: 18px; height: 12px; border-radius: 3px; }
.rules { padding-top: 6px; border-top: 1px solid light-dark(#d9dce3, #3a3e48); }
.rules, p { color: light-dark(#565d6d, #a5abb9); }
p { margin: 6px 0 0; }
.problem { color: light-dark(#8a5300, #f2b95c); }
button {
  display: inline-flex; align-items: center; justify-content: center; width: 26px; height: 26px; padding: 0; border: 0;
  border-radius: 4px; background: none; color: inherit; font: inherit; font-size: 15px; cursor: pointer;
}
button:hover { background: light-dark(#e9ebf0, #31343c); }
button:focus-visible { outline: 2px solid light-dark(#4149d8, #a7adff); }
@media (forced-colors: active) { .masked { border-style: dashed; } .blocked { border-style: double; border-width: 4px; } }
`
