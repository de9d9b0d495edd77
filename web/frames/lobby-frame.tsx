import { Outlet } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { Lobby } from '../ui/shell.tsx'
import { HeaderEnd } from './header-end.tsx'

/** The pages between organizations. */
export default function LobbyFrame() {
  return (
    <Lobby home={paths.home} end={<HeaderEnd />}>
      <Outlet />
    </Lobby>
  )
}
