package dev.binrun.check;

/** How often each message must reach a consumer. */
public enum DeliveryGuarantee {
    ONCE;

    @Override
    public String toString() {
        return "once";
    }
}
