import { everySecondPoint } from './point-suite.ts'

everySecondPoint(1, 4)
