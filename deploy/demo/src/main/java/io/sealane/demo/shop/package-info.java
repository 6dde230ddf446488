/** The shop: its tables, its first rows, and the people who keep changing them. */
@NullMarked
package io.sealane.demo.shop;

import org.jspecify.annotations.NullMarked;
