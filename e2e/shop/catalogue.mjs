/**
 * @typedef {object} Product
 * @property {string} slug
 * @property {string} name
 * @property {string} scene which drawing of art.mjs shows it
 * @property {string} tint background of its picture
 * @property {'Brewing' | 'Coffee'} shelf
 * @property {number} cents price
 * @property {string} line one line, for the list
 * @property {string} text
 * @property {string[]} facts
 * @property {number} stock
 */

/** @type {readonly Product[]} */
export const PRODUCTS = [
  {
    slug: 'dawn-blend',
    name: 'Dawn Blend',
    scene: 'beans',
    tint: '#f4dfc3',
    shelf: 'Coffee',
    cents: 1650,
    line: 'Whole beans, 340 g',
    text: 'Our house coffee. Honduras and Ethiopia, roasted on Tuesdays and sent on Wednesdays, so that it reaches you while it still has something to say.',
    facts: ['Apricot, cocoa, brown sugar', 'Roasted within the last 7 days', 'For filter and French press'],
    stock: 48,
  },
  {
    slug: 'ridge-dripper',
    name: 'Ridge Dripper',
    scene: 'dripper',
    tint: '#dfe8dc',
    shelf: 'Brewing',
    cents: 3200,
    line: 'Porcelain cone for 1 to 4 cups',
    text: 'Spiral ridges hold the paper off the wall, so the water finds its own way and your cup stays clean and bright.',
    facts: ['Fired twice in Arita', 'Takes size 02 papers', 'Safe in the dishwasher'],
    stock: 12,
  },
  {
    slug: 'heron-kettle',
    name: 'Heron Kettle',
    scene: 'kettle',
    tint: '#f0d9c9',
    shelf: 'Brewing',
    cents: 8900,
    line: 'Gooseneck, 0.9 l, holds its heat',
    text: 'A slow, thin pour from the first drop to the last. The handle stays cool and the water stays at your temperature for an hour.',
    facts: ['40 to 100 °C in steps of one', '0.9 litres', 'Walnut handle'],
    stock: 5,
  },
  {
    slug: 'pocket-grinder',
    name: 'Pocket Grinder',
    scene: 'grinder',
    tint: '#e3e6ea',
    shelf: 'Brewing',
    cents: 7400,
    line: 'Hand grinder with steel burrs',
    text: 'Thirty turns for a cup. Quiet enough for a sleeping house, small enough for a coat pocket.',
    facts: ['38 mm steel burrs', '24 settings', 'Holds 25 g'],
    stock: 20,
  },
  {
    slug: 'tideline-mug',
    name: 'Tideline Mug',
    scene: 'mug',
    tint: '#f6e7c8',
    shelf: 'Coffee',
    cents: 2600,
    line: 'Stoneware, glazed by hand',
    text: 'No two have the same shoreline. It is thick where your hand is and thin where your lip is.',
    facts: ['300 ml', 'Made in Cornwall', 'Safe in the microwave'],
    stock: 31,
  },
  {
    slug: 'paper-filters',
    name: 'Paper Filters',
    scene: 'filters',
    tint: '#e1ded2',
    shelf: 'Brewing',
    cents: 700,
    line: 'Unbleached, 100 sheets',
    text: 'They taste of nothing, which is all that one can ask of a piece of paper.',
    facts: ['Size 02', 'Goes on the compost', '100 in a box'],
    stock: 200,
  },
  {
    slug: 'feather-scale',
    name: 'Feather Scale',
    scene: 'scale',
    tint: '#dbe5ea',
    shelf: 'Coffee',
    cents: 4500,
    line: 'Weighs to 0.1 g, with a timer',
    text: 'Starts its clock with the first drop. Charges once a season.',
    facts: ['0.1 g up to 2 kg', 'USB-C', 'Splash proof'],
    stock: 9,
  },
  {
    slug: 'cold-brew-bottle',
    name: 'Cold Brew Bottle',
    scene: 'bottle',
    tint: '#f2dcd3',
    shelf: 'Coffee',
    cents: 3800,
    line: 'Glass, 750 ml, cork lid',
    text: 'Fill it in the evening, drink it in the morning. The sieve in its neck keeps the grounds where they belong.',
    facts: ['750 ml', 'Borosilicate glass', 'Fits a fridge door'],
    stock: 16,
  },
]

/** @param {string} slug */
export const productOf = (slug) => PRODUCTS.find((product) => product.slug === slug)

/** @param {number} cents */
export const money = (cents) => `$${(cents / 100).toFixed(2)}`
