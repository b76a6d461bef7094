/** What somebody sees who has been granted nothing yet: every page would be about clinics. */
import Building from 'lucide-solid/icons/building'
import { words } from '#client/words/words.ts'

export function NoClinics() {
  return (
    <div class="empty">
      <Building size={30} />
      <h1>{words().home.noClinicsTitle}</h1>
      <p>{words().home.noClinics}</p>
    </div>
  )
}
