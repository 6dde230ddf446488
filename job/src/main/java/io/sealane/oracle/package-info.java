/** Oracle as text and values: names, types, statements, error classes. Pure: no JDBC. */
@NullMarked
package io.sealane.oracle;

import org.jspecify.annotations.NullMarked;
