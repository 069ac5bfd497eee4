import { card, email, secret, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

/** What a browser reports about a page when its policy refuses something. */
const violated = (id: string, token: string, fields: (token: string) => Record<string, string>): Vector =>
  masked(`reports/${id}`, token, '', (t) => [
    run(
      `document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', ${JSON.stringify({
        documentURI: 'https://x.example/',
        violatedDirective: 'img-src',
        effectiveDirective: 'img-src',
        originalPolicy: "img-src 'self'",
        disposition: 'enforce',
        statusCode: 200,
        bubbles: true,
        ...fields(t),
      })}))`,
    ),
  ])
const logged = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`reports/${id}`, token, '', (t) => [run(code(t))])

/** What the browser itself says about a page, and the parts of the console that keep something. */
export const reportVectors = (): Vector[] => [
  violated('blocked', secret(), (t) => ({ blockedURI: `https://x.example/a?token=${t}` })),
  violated('blocked-user', secret(), (t) => ({ blockedURI: `https://joe:${t}@x.example/a` })),
  violated('blocked-card', card(), (t) => ({ blockedURI: `https://x.example/${t}` })),
  violated('document', secret(), (t) => ({ documentURI: `https://x.example/?session_id=${t}` })),
  violated('source', secret(), (t) => ({
    sourceFile: `https://x.example/a.js?access_token=${t}`,
    lineNumber: '3',
  })),
  violated('sample', secret(), (t) => ({ blockedURI: 'inline', sample: `login('${t}')` })),
  violated('policy', secret(), (t) => ({ originalPolicy: `report-uri /csp?token=${t}` })),
  logged('count', card(), (t) => `console.count('paid ${t}')`),
  logged(
    'time',
    email(),
    (t) => `console.time('${t}'); console.timeLog('${t}', '${t}'); console.timeEnd('${t}')`,
  ),
  logged('timer-missing', email(), (t) => `console.timeEnd('no ${t}')`),
  logged('table-columns', card(), (t) => `console.table([{ '${t}': 1 }], ['${t}'])`),
  logged('dirxml', card(), (t) => `console.dirxml('${t}')`),
  ordinary('reports/count-word', word(), '', (t) => [run(`console.count('${t}')`)]),
]
