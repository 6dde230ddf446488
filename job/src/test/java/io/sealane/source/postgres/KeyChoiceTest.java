package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import io.sealane.model.TableId;
import io.sealane.source.postgres.KeyChoice.UniqueIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class KeyChoiceTest {
    private static final UniqueIndex PRIMARY = new UniqueIndex("pk", true, false, List.of(1), true);
    private static final UniqueIndex UNIQUE = new UniqueIndex("uq", false, false, List.of(2, 3), true);
    private static final UniqueIndex NULLABLE = new UniqueIndex("nu", false, false, List.of(4), false);

    @Test
    void primaryKeyIsPreferred() {
        assertThat(choice(ReplicaIdentity.DEFAULT, UNIQUE, PRIMARY).key()).contains(List.of(1));
        assertThat(choice(ReplicaIdentity.FULL, UNIQUE, PRIMARY).key()).contains(List.of(1));
    }

    @Test
    void identityIndexIsTheKeyUnlessItHoldsThePrimaryKey() {
        UniqueIndex identity = new UniqueIndex("ri", false, true, List.of(2), true);
        UniqueIndex wider = new UniqueIndex("ri", false, true, List.of(2, 1), true);
        assertThat(choice(ReplicaIdentity.INDEX, PRIMARY, identity).key()).contains(List.of(2));
        assertThat(choice(ReplicaIdentity.INDEX, PRIMARY, wider).key()).contains(List.of(1));
    }

    @Test
    void uniqueIndexServesOnlyWhereTheWholeOldRowIsLogged() {
        assertThat(choice(ReplicaIdentity.FULL, NULLABLE, UNIQUE).key()).contains(List.of(2, 3));
        assertThat(choice(ReplicaIdentity.DEFAULT, UNIQUE).key()).isEmpty();
        assertThat(choice(ReplicaIdentity.DEFAULT, UNIQUE).problem()).contains("USING INDEX \"uq\"");
        assertThat(choice(ReplicaIdentity.FULL, NULLABLE).key()).isEmpty();
    }

    @Test
    void withoutLoggedOldRowsThereIsNoKey() {
        assertThat(choice(ReplicaIdentity.NOTHING, PRIMARY).key()).isEmpty();
        assertThat(choice(ReplicaIdentity.NOTHING, PRIMARY).problem()).contains("REPLICA IDENTITY DEFAULT");
    }

    private static KeyChoice choice(ReplicaIdentity identity, UniqueIndex... indexes) {
        return new KeyChoice(new TableId("public", "t"), identity, List.of(indexes));
    }
}
