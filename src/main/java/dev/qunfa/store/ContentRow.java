package dev.qunfa.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What the platform is sent, for queries; gone once retention has blanked it. */
@Entity
@Table(name = "message_content")
class ContentRow {
    @Id
    @Column(name = "message_id")
    Long messageId;

    byte[] body;
}
