import { amex, awsKey, card, email, githubToken, jwt, secret, ssn, stripeKey, word } from './tokens.ts'
import { masked, ordinary, type Vector } from './vector.ts'

const inText = (
  id: string,
  token: string,
  html: (token: string) => string = (t) => `<p>It says ${t} here.</p>`,
) => masked(`text/${id}`, token, html)
const shown = (id: string, token: string, html: (token: string) => string = (t) => `<p>${t}</p>`) =>
  ordinary(`text/${id}`, token, html)

/** What stands on the page: secret by its form, and what must not be taken for it. */
export function textVectors(): Vector[] {
  const spread = card()
  const groups = spread.match(/\d{4}/g)!
  const spaced = card(' ')
  const address = email()
  return [
    inText('card', card()),
    inText('card-spaces', card(' ')),
    inText('card-dashes', card('-')),
    inText('card-no-break-spaces', card('\u00a0')),
    inText('card-dots', card('.')),
    inText('amex', amex()),
    inText('card-in-title-element', card(), (t) => `<svg width="10" height="10"><title>${t}</title></svg>`),
    inText('card-in-svg-text', card(), (t) => `<svg width="200" height="20"><text y="15">${t}</text></svg>`),
    inText('card-in-option', card(' '), (t) => `<select><option>Visa ${t}</option></select>`),
    inText(
      'card-in-optgroup',
      card(' '),
      (t) => `<select><optgroup label="${t}"><option>x</option></optgroup></select>`,
    ),
    inText('card-in-button', card(' '), (t) => `<button>Pay with ${t}</button>`),
    inText('card-in-editable', card(), (t) => `<div contenteditable>${t}</div>`),
    inText('card-in-comment', card(), (t) => `<!-- ${t} -->`),
    inText('card-in-noscript', card(), (t) => `<noscript><p>${t}</p></noscript>`),
    inText('card-in-template', card(), (t) => `<template><p>${t}</p></template>`),
    inText('card-in-details', card(), (t) => `<details><summary>More</summary>${t}</details>`),
    inText('card-in-script-data', card(), (t) => `<script type="application/json">{"card":"${t}"}</script>`),
    inText(
      'card-spread-over-spans',
      spread,
      () => `<p>${groups.map((g) => `<span>${g}</span>`).join('')}</p>`,
    ),
    inText(
      'card-spread-with-spaces',
      spaced,
      (t) =>
        `<p>${t
          .split(' ')
          .map((g) => `<b>${g}</b>`)
          .join(' ')}</p>`,
    ),
    inText(
      'card-in-blocks',
      card(),
      (t) =>
        `<div>${t
          .match(/\d{4}/g)!
          .map((g) => `<div>${g}</div>`)
          .join('\n   ')}</div>`,
    ),
    inText(
      'card-a-digit-a-block',
      card(),
      (t) => `<div>${Array.from(t, (d) => `<div><i>${d}</i></div>`).join('\n   ')}</div>`,
    ),
    inText('ssn', ssn()),
    inText('ssn-in-cell', ssn(), (t) => `<table><tr><td>${t}</td></tr></table>`),
    inText('email', email()),
    inText(
      'email-spread',
      address,
      (t) =>
        `<p>${t
          .split('@')
          .map((part) => `<i>${part}</i>`)
          .join('@')}</p>`,
    ),
    inText('email-in-list', email(), (t) => `<ul><li>${t}</li></ul>`),
    inText('jwt', jwt()),
    inText('jwt-in-code', jwt(), (t) => `<pre><code>Authorization: Bearer ${t}</code></pre>`),
    inText('github-token', githubToken()),
    inText('aws-key', awsKey()),
    inText('stripe-key', stripeKey()),
    inText(
      'private-key',
      secret() + 'MIIEvQIBADANBg',
      (t) => `<pre>-----BEGIN PRIVATE KEY-----\n${t}\n-----END PRIVATE KEY-----</pre>`,
    ),
    shown('headline', word(), (t) => `<h1>${t}</h1>`),
    shown('paragraph', word()),
    shown('price', '$1,299.04'),
    shown('price-euro', '2.349,95 €'),
    shown('date', '2031-05-17'),
    shown('date-time', '17/05/2031 23:41:07'),
    shown('timestamp', '1936789254321'),
    shown('order-number', '4000123412341230'),
    shown('order-number-with-letters', 'ORD-2031-778899'),
    shown('phone', '+49 30 5558 2764'),
    shown('uuid', '3fa85f64-5717-4562-b3fc-2c963f66afa6'),
    shown('git-hash', '9fceb02d0ae598e95dc970b74767f19372d61af8'),
    shown('version', 'v12.34.567-beta.8'),
    shown('article-number', '4006381333931'),
    shown('ip-address', '203.0.113.254'),
    shown('list-of-numbers', '7, 14, 21, 28, 35, 42, 49, 56'),
    shown('foreign-script', '注文番号の確認ページ'),
    shown('emoji', 'Thanks 🎉 wonderful'),
    shown('at-sign', 'meet @ 9 pm sharp'),
    shown('mention', '@somebody_mentioned'),
    shown('list-item', word(), (t) => `<ul><li>${t}</li></ul>`),
    shown('cell', word(), (t) => `<table><tr><td>${t}</td></tr></table>`),
    shown('svg-text', word(), (t) => `<svg width="200" height="20"><text y="15">${t}</text></svg>`),
    shown('long-word', 'Donaudampfschifffahrtsgesellschaftskapitän'),
  ]
}
