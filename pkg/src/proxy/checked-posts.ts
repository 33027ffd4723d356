// Posts that have passed the check of their origin. Only such a post presents a nonce.

import { configError } from "./errors/config-error.ts";
import type { CheckedPost } from "./proxy.ts";

/** The request of a checked post, and its kind. */
export type Post = { request: Request; isForm: boolean };

/** The posts by the object that the merchant's program has. */
const posts = new WeakMap<CheckedPost, Post>();

/** Records a checked post. */
export function recordPost(request: Request, isForm: boolean): CheckedPost {
  // The member that marks a checked post is there in the types alone.
  const post = Object.freeze({ request }) as CheckedPost;
  posts.set(post, { request, isForm });
  return post;
}

/**
 * Returns a post that was checked.
 *
 * @throws a sentence for any other value
 */
export function checkedPost(post: CheckedPost): Post {
  const known = posts.get(post);
  if (!known) throw configError("presentNonce", "a request that was not checked; expected what checkFormPost or checkJsonPost returns; a GET must not present a nonce");
  return known;
}
