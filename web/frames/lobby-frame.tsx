import { Outlet } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { useStream } from '../stream.ts'
import { Lobby } from '../ui/shell.tsx'
import { HeaderEnd } from './header-end.tsx'

/** The pages between organizations. */
export default function LobbyFrame() {
  useStream({ org: null })
  return (
    <Lobby home={paths.home} end={<HeaderEnd />}>
      <Outlet />
    </Lobby>
  )
}
