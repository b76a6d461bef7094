import { useParams } from '@solidjs/router'
import { CardPage } from '#client/card/card-page.tsx'

export default function CardRoute() {
  const params = useParams<{ clinic: string; patient: string }>()
  return <CardPage clinic={params.clinic ?? ''} patient={params.patient ?? ''} />
}
