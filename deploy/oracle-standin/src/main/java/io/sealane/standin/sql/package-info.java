/** Oracle's SQL on H2: rewriting, declared types, dictionary views, lock waits and error codes. Knows no wire format. */
@NullMarked
package io.sealane.standin.sql;

import org.jspecify.annotations.NullMarked;
