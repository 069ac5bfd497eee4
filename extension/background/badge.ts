import browser from 'webextension-polyfill'

/** Shows in the toolbar that a tab is being recorded. Browsers forget it at a navigation: it is set again then. */
export async function showRecordingBadge(tabId: number): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ tabId, text: 'REC' }),
    browser.action.setBadgeBackgroundColor({ tabId, color: '#c92a3a' }),
    browser.action.setBadgeTextColor({ tabId, color: '#ffffff' }),
    browser.action.setTitle({ tabId, title: 'QA Replay: recording. Click to stop.' }),
  ]).catch(ignoreClosedTab)
}

export async function clearBadge(tabId: number): Promise<void> {
  await Promise.all([
    browser.action.setBadgeText({ tabId, text: '' }),
    browser.action.setTitle({ tabId, title: 'QA Replay' }),
  ]).catch(ignoreClosedTab)
}

/** A tab may be closed at any moment, and then has no badge. */
function ignoreClosedTab(): void {}
