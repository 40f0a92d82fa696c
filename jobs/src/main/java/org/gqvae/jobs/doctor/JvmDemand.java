package org.gqvae.jobs.doctor;

import java.io.Serializable;
import org.gqvae.jobs.train.TrainingNeeds;

/**
 * What training asks of a JVM.
 *
 * @param heap bytes
 * @param offHeap bytes that ND4J takes outside the heap
 */
public record JvmDemand(Role role, long heap, long offHeap) implements Serializable {
  /** What a JVM is to Spark. */
  public enum Role {
    /** Driver and executor of a local master. */
    LOCAL("spark.driver", "--driver-memory"),
    DRIVER("spark.driver", "--driver-memory"),
    EXECUTOR("spark.executor", "--executor-memory");

    final String properties;
    final String memoryOption;

    Role(String properties, String memoryOption) {
      this.properties = properties;
      this.memoryOption = memoryOption;
    }
  }

  public static JvmDemand local(TrainingNeeds needs) {
    return new JvmDemand(Role.LOCAL, needs.localHeap(), needs.localOffHeap());
  }

  public static JvmDemand driver(TrainingNeeds needs) {
    return new JvmDemand(Role.DRIVER, needs.driverHeap(), needs.driverOffHeap());
  }

  public static JvmDemand executor(TrainingNeeds needs) {
    return new JvmDemand(Role.EXECUTOR, needs.executorHeap(), needs.executorOffHeap());
  }
}
