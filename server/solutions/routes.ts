import * as api from '../../shared/solutions.ts'
import { type Server, serve } from '../http/serve.ts'
import { listSavedSolutions, saveSolution, unsaveSolution } from './saved.ts'
import { findSolution, searchSolutions } from './solutions.ts'

export function solutionRoutes(server: Server) {
  serve(server, api.searchSolutions, searchSolutions)
  serve(server, api.findSolution, findSolution)
  serve(server, api.listSavedSolutions, listSavedSolutions)
  serve(server, api.saveSolution, saveSolution)
  serve(server, api.unsaveSolution, unsaveSolution)
}
