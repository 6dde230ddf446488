/** Hand-written type information and serializers of what travels between operators; no Kryo, no reflection. */
@NullMarked
package io.sealane.types;

import org.jspecify.annotations.NullMarked;
