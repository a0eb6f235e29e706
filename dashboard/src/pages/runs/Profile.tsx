import { Card } from '../../components/Card.tsx'
import type { ProfileView } from '../../data/runMessages.ts'
import { formatScore } from '../../format.ts'

/** What the request was taken for, and why. */
export function Profile({ profile }: { profile: ProfileView }) {
  return (
    <Card title="Profile">
      <dl className="facts">
        <Fact name="Task" value={`${profile.type}, ${profile.output}`} />
        <Fact
          name="Complexity"
          value={`${profile.complexity} (${formatScore(profile.complexityScore)} of 100)`}
        />
        {profile.languages.length > 0 && <Fact name="Languages" value={profile.languages.join(', ')} />}
        {profile.frameworks.length > 0 && <Fact name="Frameworks" value={profile.frameworks.join(', ')} />}
      </dl>
      {profile.requirements.length > 0 && (
        <div>
          <h3>Requirements</h3>
          <ul className="bullets">
            {profile.requirements.map((requirement) => (
              <li key={requirement}>{requirement}</li>
            ))}
          </ul>
        </div>
      )}
      {profile.signals.length > 0 && (
        <details>
          <summary>Why it was taken for this</summary>
          <ul className="bullets">
            {profile.signals.map(({ decision, value, because }) => (
              <li key={`${decision} ${value} ${because}`}>
                {decision} {value}: {because}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
