import { evidenceOf, type ProjectEvidence } from '../../coverage/projectEvidence.ts'
import { readRequest } from '../../coverage/requestText.ts'
import type { Finding, Rule } from '../../rule.ts'
import { splitWords } from '../../script/wordIndex.ts'

export const missingText: Rule = {
  name: 'missing-text',
  dimension: 'completeness',
  severity: 'major',
  weight: 50,
  alsoWeighs: { functionality: 45 },
  limit: 85,
  reason:
    'Labels, texts and addresses that a request spells out, or its tests look for, have to be there to the letter.',
  check(project) {
    const { quoted, expected } = readRequest(project.request)
    if (quoted.length + expected.length === 0 || project.files.size === 0) return []
    const evidence = evidenceOf(project)
    const joined = [...evidence.texts].join('\n')
    const findings: Finding[] = []
    for (const text of expected) {
      const share = absence(text, joined, evidence)
      if (share > 0)
        findings.push({
          message: `Tests look for “${text}”`,
          share: (share * 3) / Math.max(3, expected.length),
        })
    }
    for (const text of quoted) {
      if (absence(text, joined, evidence) < 1) continue
      findings.push({ message: `The request spells out “${text}”`, share: Math.min(0.3, 1 / quoted.length) })
    }
    return findings
  },
}

/** 0 where the text is there, 1 where nothing of it is, between where it may be put together at run time. */
function absence(text: string, joined: string, { words }: ProjectEvidence): number {
  if (joined.includes(text)) return 0
  // The number at the end of an address or an identifier comes from data.
  const stable = text.replace(/[/:_-]?\d+$/, '')
  if (stable.length > 2 && stable !== text && joined.includes(stable)) return 0
  const parts = splitWords(text)
  if (parts.length === 0) return 0
  const present = parts.filter((part) => words.has(part)).length / parts.length
  return present === 1 ? 0.25 : 1 - present / 2
}
