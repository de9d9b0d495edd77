import { expect, test, vi } from 'vitest'
import { draw } from '../testing.tsx'
import { Markdown } from './markdown.tsx'

const drawn = (text: string) => draw(<Markdown>{text}</Markdown>).container.firstElementChild!
const html = (text: string) => drawn(text).innerHTML.replaceAll('\n', '')

test('SPEC 5: emphasis, lists, links, code and quotes are drawn; a new line is a new line', () => {
  expect(html('**Call** *Crewline*\nbefore `Thursday`')).toBe(
    '<p><strong>Call</strong> <em>Crewline</em><br>before <code>Thursday</code></p>',
  )
  expect(html('- one\n- two\n\n3. three')).toBe('<ul><li>one</li><li>two</li></ul><ol start="3"><li>three</li></ol>')
  expect(html('> said\n\n```\n1 < 2\n```')).toBe('<blockquote><p>said</p></blockquote><pre><code>1 &lt; 2</code></pre>')
})

test.each([
  ['[the page](https://crewline.example/a)', 'https://crewline.example/a'],
  ['See https://crewline.example/a.', 'https://crewline.example/a'],
  ['<mailto:cara@crewline.example>', 'mailto:cara@crewline.example'],
  ['cara@crewline.example', 'mailto:cara@crewline.example'],
])('a link opens elsewhere and learns nothing of us: %s', (text, address) => {
  const link = drawn(text).querySelector('a')!
  expect([link.getAttribute('href'), link.target, link.rel]).toEqual([address, '_blank', 'noopener noreferrer'])
})

test.each([
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java&#115;cript:alert(1))',
  '[a](data:text/html,x)',
  '[a](vbscript:x)',
  '[a](//evil.example)',
  '[a](/w/meridian-health)',
  '[a](&#x1;javascript:x)',
  '<javascript:alert(1)>',
  '[a]: javascript:x\n\n[a]',
])('whatever else a link says leads nowhere: %s', (text) => {
  expect(drawn(text).querySelector('a, [href]')).toBeNull()
})

test.each([
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<iframe src="https://evil.example"></iframe>',
  '<svg/onload=alert(1)>',
  '<b onclick="x">b</b>',
  '![a picture](https://evil.example/pixel.png)',
  '![a picture][p]\n\n[p]: https://evil.example/pixel.png',
  '<style>*{display:none}</style>',
])('HTML is text, and nothing is loaded from anywhere: %s', (text) => {
  const note = drawn(text)
  expect(note.querySelector('img, script, iframe, svg, b, style, object, [src], [style], [onclick]')).toBeNull()
  expect(note.textContent).toMatch(/alert|evil|onload|b|a picture|display/)
})

test('headings, pictures and lines of HTML lose nothing that was written', () => {
  expect(html('# Costs\nless than <3 days')).toBe('<p><strong>Costs</strong></p><p>less than &lt;3 days</p>')
})

test.each([
  ['quotes', '>'.repeat(8000)],
  ['lists', '- '.repeat(4000)],
  ['lazy quotes', `${'>'.repeat(3000)}a\n${'a\n'.repeat(2400)}`],
  ['emphasis', `${'*a **b '.repeat(80)}c${'** a*'.repeat(80)}`],
  ['marks without end', '**'.repeat(4000)],
  ['lists by their indentation', Array.from({ length: 120 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
])('what goes deeper than anybody writes is shown as it was typed, and no page breaks: %s', (_what, text) => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const note = drawn(text.slice(0, 8000))
  expect(deepest(note)).toBeLessThan(60)
  logged.mockRestore()
})

const deepest = (root: Element): number => {
  let depth = 0
  for (let level = [root]; level.length > 0; depth++) level = level.flatMap((it) => [...it.children])
  return depth
}
