import { everySecondPoint } from './point-suite.ts'

everySecondPoint(0, 4)
