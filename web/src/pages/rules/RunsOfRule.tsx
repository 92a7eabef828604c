// The runs of one rule: those of all, with that rule chosen.
import { Navigate, useParams } from 'react-router'

export default function RunsOfRule() {
  const { rule = '' } = useParams()
  return <Navigate to={`/settings/rules/runs?rule=${encodeURIComponent(rule)}`} replace />
}
