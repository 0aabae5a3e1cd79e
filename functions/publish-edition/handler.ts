import { ingestContext } from '../../shared/ingest/context.ts';
import { publishEdition, publishInput } from '../../shared/ingest/publishEdition.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

export const handler = stepHandler(publishInput, (input) => publishEdition(input, ingestContext()));
