package dev.binrun.check;

/** How often something is to happen. */
public enum DeliveryGuarantee {
    ONCE;

    @Override
    public String toString() {
        return "once";
    }
}
