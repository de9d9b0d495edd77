import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Amount,
  amountTyped,
  converted,
  currencies,
  decimalText,
  MOST_MONEY,
  minorDigits,
  moneyText,
  percentTyped,
  quotedText,
  Rate,
  totalOf,
} from './money.ts'

const currency = fc.constantFrom(...currencies)
const amount = fc.integer({ min: 0, max: MOST_MONEY })

describe('SPEC 5: money is whole minor units', () => {
  test('how many digits a currency has', () => {
    expect(['EUR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3])
  })

  test('what is written is read back, in every currency and of every size', () => {
    fc.assert(
      fc.property(amount, currency, (units, code) => {
        expect(amountTyped(decimalText(units, code), code)).toBe(units)
      }),
    )
  })

  test('what a reader of English or German sees is read back when it is typed in', () => {
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom('EUR', 'SEK', 'JPY', 'KWD', 'USD'),
        fc.constantFrom('en', 'de', 'de-CH', 'sv'),
        (units, code, locale) => {
          const typed = moneyText(units, code, locale)
            .replace(/[^\d.,\s'’]/g, '')
            .trim()
          expect(amountTyped(typed, code), typed).toBe(units)
        },
      ),
    )
  })

  test('no digit is lost where a float would lose one', () => {
    expect(moneyText(MOST_MONEY - 1, 'EUR', 'en')).toBe('€899,999,999,999.99')
    expect(moneyText(5, 'EUR', 'en')).toBe('€0.05')
    expect(decimalText(-5, 'EUR')).toBe('-0.05')
    expect(amountTyped('1.15', 'EUR')).toBe(115)
    expect(amountTyped('4.35', 'EUR')).toBe(435)
  })

  test.each([
    ['1250', 'EUR', 125_000],
    ['1,250.00', 'EUR', 125_000],
    ['1.250,00', 'EUR', 125_000],
    ['1 250,5', 'EUR', 125_050],
    ["1'250.5", 'CHF', 125_050],
    ['1,250', 'EUR', 125_000],
    ['1,250', 'KWD', 1250],
    ['1.250.000', 'EUR', 125_000_000],
    ['1250.', 'EUR', 125_000],
    ['0', 'JPY', 0],
    ['1,250', 'JPY', 1250],
    ['0.125', 'KWD', 125],
    ['0,12', 'EUR', 12],
    ['100.000', 'EUR', 10_000_000],
  ])('%j in %s is %i', (typed, code, units) => {
    expect(amountTyped(typed, code)).toBe(units)
  })

  test.each([
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['1.2345', 'EUR'],
    ['1,25,000', 'EUR'],
    ['1.5', 'JPY'],
    ['12,34.567,8', 'EUR'],
    ['ten', 'EUR'],
    ['99999999999999999', 'EUR'],
    ['0.125', 'EUR'],
    ['0,500', 'EUR'],
    ['0,500', 'JPY'],
    ['0.500,00', 'EUR'],
    ['012.500', 'EUR'],
    ['0.500.000', 'KWD'],
  ])('%j is no amount in %s', (typed, code) => {
    expect(amountTyped(typed, code)).toBeNull()
  })

  test('SPEC 5: a group never begins with 0, in whatever currency: what is less than one never becomes hundreds', () => {
    const sign = fc.constantFrom('.', ',')
    const three = fc.nat(999).map((number) => String(number).padStart(3, '0'))
    const zeros = fc.constantFrom('0', '00', '01', '010')
    fc.assert(
      fc.property(zeros, three, sign, currency, (zero, digits, point, code) => {
        const thousandths = Number(zero) * 1000 + Number(digits)
        const read = amountTyped(`${zero}${point}${digits}`, code)
        if (minorDigits(code) === 3) expect(read).toBe(thousandths)
        else expect(read === null || minorDigits(code) > 3).toBe(true)
      }),
    )
  })

  test.each([1.5, -1, MOST_MONEY + 1, Number.NaN, '1', null])('ABUSE 54: %j is refused as an amount', (value) => {
    expect(Amount.safeParse(value).success).toBe(false)
  })
})

describe('SPEC 5: a percentage is told in hundredths', () => {
  test.each([
    ['12.5', 1250],
    ['12,50', 1250],
    ['2', 200],
    ['0.25', 25],
    ['1,250.00', 125_000],
    ['1250', 125_000],
  ])('%j percent is %i', (typed, hundredths) => {
    expect(percentTyped(typed)).toBe(hundredths)
  })

  test.each(['2.125', '2,125', '12.500', '0.125', ' 2.125 ', '2.1255', '', 'two', '-2'])(
    '%j percent is refused',
    (typed) => {
      expect(percentTyped(typed)).toBeNull()
    },
  )

  test('a single sign never groups: what was typed is read as that, or not at all', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.stringMatching(/^\d{1,4}$/), fc.constantFrom('.', ','), (whole, behind, point) => {
        const expected = behind.length > 2 ? null : whole * 100 + Number(behind.padEnd(2, '0'))
        expect(percentTyped(`${whole}${point}${behind}`)).toBe(expected)
      }),
    )
  })
})

describe('SPEC 5: the total of a quote', () => {
  const lines = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 1_000_000 }), unitAmount: amount }), {
    maxLength: 50,
  })

  test('is the sum of its lines, exactly, or nothing where that is too much to write down', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const exact = all.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitAmount), 0n)
        expect(totalOf(all)).toBe(exact > BigInt(MOST_MONEY) ? null : Number(exact))
      }),
    )
  })

  test('does not depend on the order of the lines, or on how they are grouped', () => {
    const few = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 1000 }), unitAmount: fc.nat(1_000_000) }))
    fc.assert(
      fc.property(few, few, (some, others) => {
        expect(totalOf([...some, ...others])).toBe(totalOf([...others, ...some]))
        expect(totalOf([...some, ...others])).toBe(totalOf(some)! + totalOf(others)!)
      }),
    )
  })
})

describe('SPEC 5: the amount of a quote', () => {
  test('is money in its currency; a percentage is hundredths, whatever the currency has', () => {
    expect(quotedText(125_000, { pricingModel: 'hourly', currency: 'EUR' }, 'en')).toBe('€1,250.00')
    expect(quotedText(1250, { pricingModel: 'percentage', currency: 'JPY' }, 'en')).toBe('12.50%')
    expect(quotedText(5, { pricingModel: 'percentage', currency: 'EUR' }, 'en')).toBe('0.05%')
  })
})

describe('SPEC 5: amounts in another currency', () => {
  test.each([
    [100_00, 'SEK', 'EUR', '0.0912', 9_12],
    [1, 'EUR', 'JPY', '163.2', 2],
    [163, 'JPY', 'EUR', '0.0061275', 1_00],
    [1_000, 'KWD', 'EUR', '3', 3_00],
    [3_00, 'EUR', 'KWD', '0.333333333', 1_000],
    [5, 'EUR', 'USD', '0.1', 1],
    [4, 'EUR', 'USD', '0.1', 0],
  ])('%i %s in %s at %s is %i, rounded half up', (units, from, to, rate, expected) => {
    expect(converted(units, from, to, rate)).toBe(expected)
  })

  test('more is never less: the order of amounts stays, and so does nothing', () => {
    const rate = fc
      .tuple(fc.nat(10_000), fc.nat(999_999_999))
      .map(([whole, part]) => `${whole}.${String(part).padStart(9, '0')}`)
    fc.assert(
      fc.property(amount, amount, currency, currency, rate, (one, other, from, to, at) => {
        const [less, more] = one < other ? [one, other] : [other, one]
        expect(converted(less, from, to, at)).toBeLessThanOrEqual(converted(more, from, to, at))
        expect(converted(0, from, to, at)).toBe(0)
      }),
    )
  })

  test.each(['0', '0.000', '', '1,5', '-1', '1e3', '.5', '1.', '1234567890'])('%j is no rate', (rate) => {
    expect(Rate.safeParse(rate).success).toBe(false)
  })
})
