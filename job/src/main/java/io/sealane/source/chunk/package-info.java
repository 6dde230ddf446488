/** The table snapshot as the JobManager sees it: which chunks there are, who reads them, which are done for good. */
@NullMarked
package io.sealane.source.chunk;

import org.jspecify.annotations.NullMarked;
