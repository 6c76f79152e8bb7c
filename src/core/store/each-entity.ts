import { type Entity, entities } from '#domain/entities.ts'

/** One thing for every kind of row. */
export const eachEntity = <Thing>(make: (entity: Entity) => Thing): Readonly<Record<Entity, Thing>> =>
  Object.fromEntries(entities.map((entity) => [entity, make(entity)])) as Record<Entity, Thing>
