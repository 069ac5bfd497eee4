/** Runs once for each DevTools window: adds the panel. */
void chrome.devtools.panels.create('QA Replay', '/extension/icons/32.png', '/devtools-panel/panel.html')
