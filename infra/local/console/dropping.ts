import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Above this an object goes up in parts. */
const PART_BYTES = 8 * 1024 * 1024;

/** Where drops of one name go: the layout a district's own upload uses. */
export interface DropTarget {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The tenant-chosen name under `drops/`. */
  readonly name: string;
}

/** Puts a zip that is in memory; returns its key. */
export async function dropZip(target: DropTarget, fileName: string, zip: Uint8Array): Promise<string> {
  const key = `drops/${target.name}/${fileName}`;
  await target.s3.send(new PutObjectCommand({ Bucket: target.bucket, Key: key, Body: zip }));
  return key;
}

/** Uploads a zip from disk, in parts when it is large; returns its key. */
export async function dropZipFile(target: DropTarget, path: string): Promise<string> {
  const key = `drops/${target.name}/${basename(path)}`;
  await uploadFile(target, path, key);
  return key;
}

/** What goes up from a folder beside its manifest. */
export interface FolderContents {
  readonly names: readonly string[];
  /** Where the folder has none. */
  readonly manifest?: string;
}

/** Uploads files of a folder and its manifest last, which closes the drop. Returns the manifest's key. */
export async function dropFolder(
  target: DropTarget,
  folder: string,
  { names, manifest }: FolderContents,
): Promise<string> {
  for (const name of names) await uploadFile(target, join(folder, name), `drops/${target.name}/${name}`);
  const key = `drops/${target.name}/manifest.csv`;
  if (manifest === undefined) await uploadFile(target, join(folder, 'manifest.csv'), key);
  else await target.s3.send(new PutObjectCommand({ Bucket: target.bucket, Key: key, Body: manifest }));
  return key;
}

async function uploadFile({ s3, bucket }: DropTarget, path: string, key: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= PART_BYTES) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await file.readFile() }));
      return;
    }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
    const upload = { Bucket: bucket, Key: key, UploadId };
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let start = 0; start < size; start += PART_BYTES) {
      const part = new Uint8Array(Math.min(PART_BYTES, size - start));
      await file.read(part, 0, part.length, start);
      const PartNumber = parts.length + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: part }));
      parts.push({ PartNumber, ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
  } finally {
    await file.close();
  }
}
